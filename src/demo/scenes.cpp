// The last days of Larkspur, by hand: what a visitor sees first.
#include "demo/plan.hpp"

namespace demo {

using posts::Visibility;

std::vector<Scene> first_words() {
    return {
        {"", 0, "health", "Hello Larkspur. Here you find what we know about air, water, vaccines and staying well, in plain words. We say what we do not know, and we correct ourselves in the same place.", "", "", "en", Visibility::everyone, 20, 6},
        {"", 1, "hospital", "This is the hospital's account: opening hours, wards, good news. For anything about your own care, call your ward or use your record. In an emergency, call your local emergency number.", "", "", "en", Visibility::everyone, 18, 5},
        {"", 2, "rowan", "You can write to us here to move an appointment or to ask for a form. Choose \"only the people mentioned\", and nobody else reads it.", "", "", "en", Visibility::everyone, 12, 3},
        {"", 3, "valley", "Welcome, families of the valley. Bienvenidos. Questions in English or Spanish, from pregnancy to great-grandparents.", "", "", "en", Visibility::everyone, 12, 3},
        {"", 4, "steadyground", "If you only read here and never write: that is fine too. Our door is open every evening, tea at 7. If somebody is in danger, call your local emergency number.", "", "", "en", Visibility::everyone, 16, 7},
        {"", 5, "library", "You need no card to sit down, drink water, charge a phone or breathe clean air. That is what libraries are for.", "", "", "en", Visibility::everyone, 17, 8},
        {"", 6, "mina", "Hello. I am Mina, I have had asthma since I was six, and I collect tips from people who have it too. I give mine away for free.", "", "", "en", Visibility::everyone, 9, 0},
        {"", 7, "dr_okafor", "I answer general questions here in the evening. I cannot look at your case, but I can tell you what to ask and whom.", "", "", "en", Visibility::everyone, 22, 6},
    };
}

std::vector<Scene> scenes() {
    return {
        {"river", 2700, "slow_walkers", "Saturday's walk: the river path to the second bridge and back, flat and paved. We stop for birds and for anyone who wants to stop. #Walking", "", "", "en", Visibility::everyone, 9, 2, "", "", 0,
         "river=The river, wide and still, in the first light. Soft green hills lie behind it, each paler than the one before.|meadow=A meadow under a blue sky, with low hills at its end."},
        {"", 2600, "walt", "@slow_walkers I will be the one at the back with the bad puns.", "river", "", "en", Visibility::everyone, 6, 0},
        {"bag", 1710, "jo_valley", "We got Dad out with his oxygen and his cat, and not much else. If you pack a bag tonight: chargers, a week of medicine, the list from the fridge, and the photo by the door.", "", "losing a home", "en", Visibility::everyone, 41, 12},
        {"", 1685, "mina", "@jo_valley I am so sorry, Jo. I packed the bag because of you. Is there anything you need in town?", "bag", "", "en", Visibility::everyone, 11, 0},
        {"bag2", 1660, "jo_valley", "@mina A bed for the cat, of all things. The people at the Riverside Center thought of everything else.", "bag", "", "en", Visibility::everyone, 14, 0},
        {"", 1652, "library", "@jo_valley The Main Street Library takes pets, and we have a quiet corner with a box and a blanket. Ask for Ines at the desk.", "bag2", "", "en", Visibility::everyone, 23, 1},
        {"", 1590, "sam_k", "Nine months today. No big words. I fixed a door, drank tea, and went to bed early. #Recovery", "", "alcohol", "en", Visibility::everyone, 33, 3},
        {"", 1500, "rosa_delgado", "Mi panadería abre mañana aunque haya humo. Hay una ventana para pedir sin entrar, y pan sin azúcar para los que somos dulces de nacimiento. #Diabetes", "", "", "es", Visibility::everyone, 15, 2},
        {"mask", 1420, "ellis_mill", "My uncle fought fires for years and swears that a wet bandana filters smoke as well as the costly masks. The shops near me have sold out. Is he right? #SmokeSeason", "", "", "en", Visibility::everyone, 9, 1},
        {"", 1396, "dr_okafor", "@ellis_mill Sadly not, and it is a very common belief. The smallest bits of smoke go through wet cotton. A snug N95 or FFP2 mask stops most of them. Your uncle is right about one thing: keep your mouth covered and stay out of it.", "mask", "", "en", Visibility::everyone, 38, 9},
        {"", 1388, "library", "@ellis_mill We have masks at every branch, free of charge, no questions. The small sizes are at Millbrook.", "mask", "", "en", Visibility::everyone, 27, 6},
        {"", 1370, "ellis_mill", "@dr_okafor Thank you. I will bring him one and let him explain it to me.", "mask", "", "en", Visibility::everyone, 12, 0},
        {"", 1310, "priya_new", "The baby slept through the wind, the sirens and the neighbour's drum kit. He woke up because I opened a biscuit. #NewParents", "", "", "en", Visibility::everyone, 26, 2},
        {"", 1180, "steadyground", "Tonight is harder for many of us: smoke, worry, bad sleep. Our door is open until midnight, and the phone is answered by somebody who has been there. You do not have to have a reason. #Recovery", "", "", "en", Visibility::everyone, 29, 8, "", "", 0,
         "evening=A lake after sunset. The sky goes from orange to deep violet, and a white moon stands over dark hills."},
        {"", 1020, "layla_h", "أغلقنا النوافذ ووضعنا المنقّي في غرفة الأطفال. شكرًا لكل الجيران الذين سألوا عنا. #الربو", "", "", "ar", Visibility::everyone, 13, 1},
        {"sing", 960, "breathe_easy", "Thursday we meet indoors, Rowan Street Hall, 6 pm. The hall has filtered air. We sing low songs only. #Asthma", "", "", "en", Visibility::everyone, 10, 2},
        {"", 930, "mina", "@breathe_easy I will be there. Low songs are all I have at the moment anyway.", "sing", "", "en", Visibility::everyone, 5, 0},
        {"poll", 840, "tomas", "For those with asthma: what would help you most on smoke days? I take the answers to the county on Monday. #Asthma #SmokeSeason", "", "", "en", Visibility::everyone, 21, 7, "",
         "A message when the air changes near me|An air cleaner on loan|Masks brought to the door|A call from one of you", 34},
        {"", 815, "mina", "@tomas A message when the air changes. I look at the map forty times a day, and I have other hobbies.", "poll", "", "en", Visibility::everyone, 17, 0},
        {"", 790, "ellis_mill", "@tomas A cleaner on loan. We are four people and one of us is a tomato plant.", "poll", "", "en", Visibility::everyone, 9, 0},
        {"air", 640, "health", "Air quality tonight: very unhealthy in Millbrook, Fernside and the valley, unhealthy elsewhere. It should ease from Sunday.\n\n• Close windows and set air conditioning to recirculate.\n• If you must go out, wear a snug N95 or FFP2 mask.\n• Look in on older people, and on anyone who is pregnant or has asthma or heart disease.\n\nStruggling to breathe or chest pain? Call your local emergency number now. #SmokeSeason", "", "", "en", Visibility::everyone, 47, 22, "", "", 0,
         "smoke=The hills of Larkspur this evening. Brown smoke hides all but the nearest, and the sun is a small red disc."},
        {"", 610, "library", "Close the windows, then come to ours: the clean-air rooms at Main Street and Millbrook stay open all night. Water, sockets and quiet corners.", "", "", "en", Visibility::everyone, 19, 6, "air"},
        {"", 635, "health", "Calidad del aire esta noche: muy mala en Millbrook, Fernside y el valle. Cierre las ventanas y use una mascarilla N95 bien ajustada si tiene que salir. Si le cuesta respirar, llame al número de emergencias de su zona. #Humo", "", "", "es", Visibility::everyone, 19, 9},
        {"", 585, "nadia_birth", "Pregnant and worried about the smoke? Stay in the cleanest room, drink, rest. If the baby moves less than usual, do not wait until morning: call the maternity unit. Nobody will ever be annoyed. #Pregnancy", "", "", "en", Visibility::everyone, 24, 6},
        {"moved", 470, "mina", "@rowan My check-up is on Thursday at 10. My younger one has no school that day because of the smoke. May I bring him, or should I move it?", "", "", "en", Visibility::direct, 0, 0},
        {"", 425, "rowan", "@mina Bring him, we have a clean room with books. Please also bring your spacer, so that we can look at it together.", "moved", "", "en", Visibility::direct, 0, 0},
        {"", 390, "walt", "Feet checked, sugar checked, jokes unchecked. The nurse laughed at one. I am counting it as medicine. #Diabetes", "", "", "en", Visibility::everyone, 19, 1},
        {"", 330, "dr_haddad", "On smoke days hearts work harder too. If you have heart disease: slow down, stay in, take your tablets as agreed. Pain or pressure in the chest that does not go away is never \"only the smoke\". Call your local emergency number. #Heart", "", "", "en", Visibility::everyone, 31, 11},
        {"", 275, "dra_ibarra", "Mañana por la tarde contesto preguntas sobre humo, asma y embarazo, en español. Escríbanlas aquí abajo, también las pequeñas. #Asma", "", "", "es", Visibility::everyone, 16, 4},
        {"spacer", 236, "mina", "Small win: I found my second spacer. It was in the toy kitchen. My son has been making very clean soup with it. #Asthma", "", "", "en", Visibility::everyone, 22, 1},
        {"", 221, "tomas", "@mina Wash it in warm soapy water and let it dry in the air, no towel. And tell the cook he has good taste.", "spacer", "", "en", Visibility::everyone, 14, 0},
        {"", 204, "jo_valley", "@mina I laughed for the first time this week. Dad too. He wants to know what kind of soup.", "spacer", "", "en", Visibility::everyone, 12, 0},
        {"", 163, "library", "Our clean-air rooms stay open until 10 tonight: filtered air, free masks, cold water and quiet seats. Step-free, pets are welcome, and you do not need a card. #SmokeSeason", "", "", "en", Visibility::everyone, 36, 14},
        {"", 128, "larkspur_parents", "Tuesday's café moves upstairs at the Main Street Library, where the air is filtered. There is a lift, and there is cake. #NewParents", "", "", "en", Visibility::everyone, 8, 2},
        {"night", 97, "ellis_mill", "Does anyone know how long a filter lasts in this? Mine looks like a slice of burnt toast. #SmokeSeason", "", "", "en", Visibility::everyone, 6, 0},
        {"", 84, "tomas", "@ellis_mill Burnt toast means it has done its work. In smoke like this look at it every week. Never vacuum it, put in a new one.", "night", "", "en", Visibility::everyone, 11, 1},
        {"", 71, "valley", "Some children's visits can be by video today, so that you can stay in. Write to us or call, and we move it with you. También en español. #ChildHealth", "", "", "en", Visibility::everyone, 13, 3},
        {"", 52, "health", "New: free air cleaners on loan for homes with asthma, oxygen, a new baby or heart disease. Pick one up at the Riverside Center until 8 pm, or ask us to bring it. No papers needed. #SmokeSeason", "", "", "en", Visibility::everyone, 34, 17},
        {"", 44, "ellis_mill", "Got one. It hums in B flat. The whole stairwell may come and sit next to it.", "", "", "en", Visibility::everyone, 15, 1},
        {"", 37, "dr_okafor", "Three things for tonight if you have asthma: reliever beside the bed, spare in the bag, plan on the fridge. If the reliever does not help, call your local emergency number and sit upright while you wait. #Asthma", "", "", "en", Visibility::everyone, 28, 10},
        {"", 29, "rosa_delgado", "El pan está listo y la ventana abierta… solo la del mostrador. Cuídense, vecinos.", "", "", "es", Visibility::everyone, 9, 0},
        {"open", 22, "hospital", "Our lung clinic is open late today and tomorrow, until 9 pm, for people whose breathing is worse because of the smoke. Come without an appointment, east entrance, filtered waiting room. If it is an emergency, call your local emergency number. #Asthma #SmokeSeason", "", "", "en", Visibility::everyone, 25, 12},
        {"", 16, "jo_valley", "@hospital Is there a plug for an oxygen machine in the waiting room?", "open", "", "en", Visibility::everyone, 4, 0},
        {"", 11, "hospital", "@jo_valley Yes, at every second seat by the window. Tell the desk, and somebody carries it for you.", "open", "", "en", Visibility::everyone, 13, 1},
        {"", 8, "walt", "To whoever left a box of masks on the bench at Ferry Lane with a note saying \"take what you need\": I took one and left you a pun.", "", "", "en", Visibility::everyone, 7, 1},
        {"", 5, "mina", "Windows shut, soup on, both kids under one blanket. If anyone in Millbrook needs a mask or company, third door on Ferry Lane. Knock loud, we sing.", "", "", "en", Visibility::everyone, 9, 2},
        {"", 2, "health", "The air is slowly getting better in the north of the county. Please keep windows shut tonight all the same. Next update before 9 tomorrow morning. #SmokeSeason", "", "", "en", Visibility::everyone, 6, 3, "", "", 0,
         "clearing=The same hills today. The sky is blue above, and a thin band of haze is left at the horizon."},
    };
}

}  // namespace demo
