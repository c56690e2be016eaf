// What is said in English about every topic, and the words for the slots.
#include "demo/texts.hpp"
#include <map>

namespace demo {

Phrases english_phrases() {
    return {
        {"A question for those who know this better than me.", "Silly question, maybe.", "Asking for my own peace of mind.", "Hello everyone.", "I have put off asking this for {span}.", "Something I keep wondering about.",
         "Does anybody here know?", "First post here, be kind.", "My appointment is not until {day}, so I ask here first.", "Not urgent.", "I asked at work and got four answers.", "Quick one.", "It came up at dinner {part_of_day}.",
         "I have read so much that I know less now.", "Hi all, new to {town}."},
        {"It is not urgent, I would like to understand it.", "My next visit is in {span}.", "What did you do?", "Any experience is welcome.", "I don't want to bother the clinic with it.", "Thank you for this place.", "I live near {town}, if that matters.",
         "I will ask my nurse too, of course.", "Short answers are fine, my eyes are tired.", "{relative} says one thing, the internet says another.", "I have had it since {season}.", "", "", "", ""},
        {"Something I say often in my room:", "A question I hear nearly every day. My answer:", "From today's visits:", "If I could put one thing on every fridge:", "For those who could not come to the talk at {place}:", "You asked me about this last week.", "Short and plain:",
         "What I tell my own family:", "A thing worth knowing.", "Between two visits:", "Good to know:"},
        {"Questions are welcome.", "Ask your clinic what fits you.", "If you are unsure, call. That is what we are here for.", "This is general advice. Your own team knows you best.", "Tell me what you would add.", "Share it with someone who needs it.", "", "", ""},
        {"Questions? Ask at the desk, or write to us here.", "Interpreters are free. Tell us which language you need.", "Step-free entrance, and a quiet room if you need one.", "Call the nurse line when you are not sure.", "Please share this with a neighbour who is not online.",
         "You can bring someone with you.", "No ID needed.", "Free for everyone in the county.", "We answer here on weekdays.", "", ""},
        {"I had the same question last {season}. You are not alone with it.", "Following, I would like to know too.", "Same here. It got easier for me after {span}.", "My nurse was kind about it. Do ask yours.", "I asked at {place} and they took their time for it.", "For me it was worth a call. Five minutes and I felt better.",
         "I write such things down for the next visit. My list is long.", "You are braver than me for asking.", "It took me a while as well. Be patient with yourself.", "No idea, but I am glad that you asked.", "{relative} went through that. It turned out all right.", "Good question! I never dared to ask.",
         "I would call them. They are nicer on the phone than one thinks."},
        {"This made my day.", "So glad to read this.", "Well done, really.", "Thank you for telling us.", "I laughed out loud. Thank you.", "Thinking of you.", "One step and then the next. You are doing it.", "That sounds like a lot. I hope the evening is gentle.", "I know this feeling. You put it into words.",
         "Sending you a good cup of tea.", "Same here {part_of_day}!", "Yes! More of this, please.", "Take your time. We are here.", "My day was like that too. Tomorrow is new."},
        {"Thank you, that helps a lot.", "That is clear, thank you. I will call them on {day}.", "Oh, that is a relief.", "I did not know that. Thank you!", "Thank you for taking the time.", "Good, then I will do that.", "Thank you both.", "I will try it and tell you how it goes.", "You are kind. I feel less silly now."},
        {"Thank you, saved for later.", "Printing this for {relative}.", "I needed this reminder {today|this week}.", "Short and clear, thank you.", "We put it on our fridge.", "Sharing it with my street.", "Good to know.", "I did not know the second one!", "My nurse says the same."},
        {"Fog over {town} {part_of_day}, and the market was still full.", "Somebody left a knitted hat on the fence at {street} with a note: \"take me\".", "Blood test done, breakfast earned.", "The lift at {place} works again. Small joys.", "Three appointments this week. I have become a professional waiter.",
         "Long wait at {place}, good company. I now know everything about bees.", "Slow day. Soup, radio, early bed.", "First frost on the car. Warm socks season is open.", "The physio says I am doing fine. I said it louder at home.", "To the person who held the door with a crutch in each hand: respect.",
         "Planted garlic with one good arm. It will not know the difference.", "Bus 12 now stops in front of {place}. Whoever asked for that: thank you.", "I said no to something {part_of_day} and the sky stayed up.", "Found a good book about rivers. Could not put it down. My tea went cold.",
         "Second cup of tea, third try at the crossword.", "New neighbour on {street}. We talked about tomatoes for an hour.", "Choir practice at {place}. We were loud and nearly together.", "I counted: eleven kind people in one day. Two of them were dogs."},
        {{"Is there parking at {place}?", {"Yes, behind the building, with two places for wheelchairs next to the door.", "There is, and bus 12 stops in front."}},
         {"Can I come with my two small children?", {"Of course. There is a corner with toys and we are not in a hurry.", "Yes, please do. Somebody will keep an eye on them meanwhile."}},
         {"Do I need an appointment for this?", {"No, just come by. Mornings are quieter.", "No appointment needed. If you like to know your time, call before."}},
         {"Is this free of charge?", {"Yes, for everyone who lives in the county.", "It is free. You don't have to show anything."}},
         {"Will there be another date? I work on that day.", {"Yes, next month, in the evening. We will post it here.", "We plan an evening date. Write to us if you want to be told."}},
         {"Is the entrance okay for my wheelchair?", {"Yes, it is step-free, and the door opens by itself.", "It is. Ring the lower bell if the door is shut."}},
         {"Could you post this in Spanish too?", {"Good idea. We will post it in Spanish this afternoon.", "Yes, it is on its way. Thank you for asking."}},
         {"Does somebody answer the phone on weekends?", {"The nurse line does, day and night. The desk is back on Monday.", "Yes, call the nurse line on weekends."}}},
        {{"Could I move my visit on {day}? My shift changed.", {"Yes. We have {time} on the next day, or the week after. Which one suits you?", "Of course. I moved you to the same time next week. Write back if that does not fit."}},
         {"I cannot find the letter with the address for the test. Could you send it again?", {"It is on its way by post. The test is at the main building, second floor.", "Sent again {today|this morning}. Tell us if it has not come by {day}."}},
         {"My prescription runs out before my next visit. What should I do?", {"Thank you for writing early. We asked the doctor, and it will be ready at your pharmacy.", "We will call you {today|this afternoon} about it. It will not run out."}},
         {"May I bring my sister to the talk?", {"Yes, please do. There are chairs for three.", "Of course. It is good to have four ears."}},
         {"I was so nervous at the last visit that I forgot half of it. Could somebody explain it again?", {"Gladly. A nurse will call you on {day} at {time}. You can also read it in your record.", "That happens to many people. We booked a phone call for you, bring your questions."}},
         {"Do I have to come with an empty stomach?", {"For this one you may eat and drink as usual.", "No, a normal breakfast is fine. Water is good."}},
         {"I need an interpreter for my mother on {day}. Is that possible?", {"Yes, it is free. Which language does she speak?", "Of course. It is noted, and the interpreter will be there in person."}},
         {"The door to the back entrance was locked and I can't do stairs. Could you look at it?", {"We are sorry. It is open again, and a bell is on its way.", "Thank you for telling us, and sorry for the trouble. The lift entrance is now open from {time}."}}},
    };
}

Lines const* slot(std::string_view name) {
    static std::map<std::string_view, Lines> const slots = {
        {"day", {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}},
        {"time", {"8 am", "8:30 am", "9 am", "9:30 am", "10 am", "10:30 am", "11 am"}},
        {"late_time", {"2 pm", "3 pm", "4 pm", "5 pm", "6 pm", "7 pm", "8 pm"}},
        {"place", {"the Main Street Library", "Rowan Street Hall", "the Riverside Center", "the Old Mill School", "the Eastbank fire station", "St. Brigid's hall", "the Saltwell market hall", "the Millbrook pool", "the community kitchen on Elm Street", "the bus station hall", "the Harrow Ford town hall", "the Pine Hollow lodge"}},
        {"street", {"Elm Street", "Rowan Street", "Ferry Lane", "Mill Road", "Station Road", "Orchard Way", "Chapel Hill", "Bridge Street", "Quarry Lane", "Larch Avenue"}},
        {"town", {"Millbrook", "Harrow Ford", "Eastbank", "Pine Hollow", "Saltwell", "Rowan", "the valley", "Old Mill", "Fernside", "Cold Spring"}},
        {"relative", {"my mother", "my father", "my aunt", "my uncle", "my husband", "my wife", "my sister", "my brother", "grandma", "grandpa", "my partner", "my neighbour"}},
        {"child", {"my son", "my daughter", "our youngest", "our eldest", "the little one"}},
        {"child_cap", {"My son", "My daughter", "Our youngest", "Our eldest", "The little one"}},
        {"neighbour", {"my neighbour", "the woman from upstairs", "someone from the choir", "my old teacher", "the postman", "my sister"}},
        {"span", {"two weeks", "three weeks", "a month", "six weeks", "two months", "three months", "half a year"}},
        {"small_number", {"4", "5", "6", "7", "8", "9", "11", "12"}},
        {"week", {"16", "19", "22", "24", "27", "30", "33", "35", "37"}},
        {"season", {"spring", "summer", "autumn", "winter"}},
        {"part_of_day", {"this morning", "yesterday", "last night", "after lunch", "this evening", "on Sunday", "at noon"}},
        {"part_of_heat", {"in the morning", "in the evening"}},
        {"today_cap", {"Today", "Yesterday", "On Sunday", "This week"}},
        {"group_place", {"the Main Street Library", "the Riverside Center", "Rowan Street Hall", "the Millbrook pool café", "St. Brigid's hall", "the park gate on Mill Road"}},
    };
    auto found = slots.find(name);
    return found == slots.end() ? nullptr : &found->second;
}

}  // namespace demo
