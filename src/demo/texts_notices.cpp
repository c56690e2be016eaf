// What the institutions and groups of Larkspur announce about themselves.
#include "demo/people.hpp"
#include "demo/texts.hpp"
#include <map>

namespace demo {

Lines const& notices(std::string_view username) {
    static std::map<std::string_view, Lines> const known = {
        {"health",
         {"The health bus stops at {place} on {day}, {time} to {late_time}: blood pressure, vaccines, questions.", "Tap water in {town} was tested again this week. It is safe to drink.",
          "We are looking for volunteers who drive. One afternoon a month is a great help.", "Our phone line now answers in English, Spanish and Arabic.", "Open meeting about the new cool rooms: {place}, {day}, {late_time}. Bring your ideas.",
          "Masks are free at every library in the county, no questions asked.", "You told us the forms were too long. The new one has 9 questions.", "Air sensors are up in {town}. The map changes every 10 minutes."}},
        {"hospital",
         {"Visiting hours on all wards are now {time} to {late_time}. Children are welcome.", "The pharmacy at the main entrance is open until {late_time}.", "Our emergency department is busy {today|this evening}. For smaller problems, call the nurse line first. Emergencies always come first.",
          "The east lift is back. Thank you for your patience.", "Free parking for families of patients in intensive care. Ask at the desk.", "We are hiring: nurses, cooks, people who can fix beds.",
          "The hospital café serves breakfast for night workers from 6 am.", "Blood donation at the main building on {day}, {time} to {late_time}. All groups are needed.", "Thank you to the choir that sang on ward 4 {part_of_day}."}},
        {"rowan",
         {"We have places left on {day} at {time}. Call or write.", "Dr. Okafor's evening hours are on {day} until {late_time}.", "Blood tests without an appointment: {day}, {time} to 11:30 am.", "Our phones are busiest before 10. After lunch you get through at once.",
          "New at Rowan Street: video visits, also from your phone.", "The waiting room has a quiet corner now.", "Bring your tablets in a bag to your next visit. All of them."}},
        {"valley",
         {"Children's clinic on {day}, {time} to {late_time}. Siblings may come along.", "Our midwives have an open hour on {day} at {time}.", "We speak Spanish at the desk every day.", "The list of low-cost dental days is at the desk.",
          "Family hour: come together, be seen together. {day} from {time}.", "The play corner has new books. Some have already been tasted.", "We are closed for training on {day} afternoon. The nurse line answers."}},
        {"steadyground",
         {"Open evening on {day} at {late_time}, {place}. Tea, chairs, no sign-up.", "Family evening this {day}. You may come and only listen.", "Our Saturday breakfast needs two people who can fry eggs.", "The garden group meets on {day} at {time}. Old clothes.",
          "We drive people home after the late meeting. Ask at the door.", "New: a meeting with a sign language interpreter, on {day}.", "{small_number} years of Steady Ground. Cake on {day}."}},
        {"library",
         {"Our clean-air rooms are open {time} to {late_time}: filtered air, cold water, quiet seats. No card needed.", "Borrow a blood pressure monitor like a book: two weeks, no fee.", "Reading aloud on {day} at {time}. Bring somebody who likes stories.", "We print health letters in large type for you.",
          "Help with forms and online bookings on {day}, {time} to {late_time}.", "The book van stops in {town} on {day}.", "New on the shelf: cooking for two, sleeping better, and 14 books about birds."}},
        {"",
         {"We meet on {day} at {time}, {group_place}. New faces are welcome.", "Thank you all for coming {part_of_day}. We were more than we had chairs.", "Change of plan: this week on {day}, {group_place}.", "Who can bring cake on {day}?",
          "First time? Look for the yellow scarf at {group_place}.", "We are looking for someone who can drive two people from {town}.", "Photos from {part_of_day}? Better not: we promised. But it was lovely.", "A guest on {day}: a nurse who answers everything. {late_time}, {group_place}."}},
    };
    auto found = known.find(username);
    return found == known.end() ? known.at("") : found->second;
}

}  // namespace demo
