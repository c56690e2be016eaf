// Templates in English: who says so, what happens, where, until when, what to do. Short words, one thing a sentence.
#include "alerts/templates.hpp"

namespace alerts {

std::vector<Wording> const english_wordings{
    {"Extreme heat", "Dangerous heat in {place}: keep cool and drink water",
     "{source} warns of very hot days and nights in {place} until {until}. Heat can make anyone ill. Babies, older people and those who are ill are in most danger.",
     "Drink water often, also when you are not thirsty.\nStay in the coolest room or go to a cool public place.\nNever leave a child, an adult or an animal in a parked car.\nLook in on neighbors who live alone.\nIs somebody confused, or hot and fainting? Call {emergency}."},
    {"Flood", "Flood in {place}: go to higher ground now",
     "{source} warns of a flood in {place} until {until}. Water can rise in minutes.",
     "Go to higher ground now. Do not wait to see the water.\nDo not walk or drive through flood water.\nTake your medicine, your papers and your phone.\nTurn off power and gas if you can do it safely.\nAre you trapped? Call {emergency} and go up, not into a closed attic."},
    {"Severe storm", "Severe storm in {place}: stay inside",
     "{source} warns of a severe storm in {place} until {until}. Wind can throw things and break trees and power lines.",
     "Go inside and stay away from windows.\nBring in or tie down what the wind can move.\nCharge your phone and have a flashlight near.\nStay away from power lines on the ground.\nIs somebody hurt? Call {emergency}."},
    {"Wildfire", "Wildfire near {place}: leave now",
     "{source} orders everyone in {place} to leave. A wildfire is moving toward you. This order holds until {until} or until we say it is over.",
     "Leave now. Do not wait and do not pack.\nTake people, animals, medicine and your phone.\nGo by {route}.\nDo you need help to leave? Call {emergency}.\nGo to {shelter} if you have no other place."},
    {"Air quality", "Unhealthy air in {place}: stay inside",
     "{source} warns of unhealthy air in {place} until {until}. The cause is {cause}. Children, pregnant people and those with lung or heart disease are in most danger.",
     "Stay inside and close windows and doors.\nRun an air cleaner, or set the cooling to reuse the air inside.\nDo not exercise outside.\nOutside, wear an N95 or FFP2 mask that fits.\nKeep your inhaler near. Is it hard to breathe? Call {emergency}."},
    {"Unsafe drinking water", "Boil tap water in {place} before you drink it",
     "{source} says that tap water in {place} may not be safe. The cause is {cause}. This advice holds until {until} or until tests show that the water is clean.",
     "Bring water to a full boil for one minute, then let it cool. Or use bottled water.\nUse only this water to drink, to cook, to brush teeth and for baby food.\nThrow away ice that was made from tap water.\nYou may wash hands and clothes with tap water and soap.\nQuestions? Call {phone}."},
    {"Outbreak of a disease", "{disease} in {place}: know the signs",
     "{source} has found cases of {disease} in {place}. It spreads by {spread}. We will say more by {until}.",
     "Know the signs: {signs}.\nDo you have them? Stay home and call {phone} before you visit a clinic.\nWash your hands often with soap.\nAsk whether you need a vaccine or a test.\nHelp people near you who are at higher risk."},
    {"Medicine recall", "Do not use {product}: it is recalled",
     "{source} recalls {product}. The reason is {cause}. This concerns batches {batches}, which were given out in {place}.",
     "Look at the name and the batch number on the pack.\nDo you have this batch? Do not use it. Keep the pack.\nDo not stop a medicine you need without help: call your pharmacy or {phone} for another one.\nDid you take it and feel ill? Call {emergency} if it is serious.\nTake the pack back to a pharmacy."},
    {"Care not available", "{service} is not available in {place}",
     "{source} says that {service} is not available in {place} until {until}. The reason is {cause}.",
     "Go to {alternative} instead.\nDo you have an appointment? We will call you with a new time.\nDo you need medicine or a vaccine soon? Call {phone}.\nIs it an emergency? Call {emergency}. Emergency care is open."},
    {"Chemical release", "Chemical in the air in {place}: go inside and close everything",
     "{source} warns that {chemical} got into the air in {place}. Breathing it can harm you. This holds until {until} or until we say it is over.",
     "Go inside now. Close windows and doors.\nTurn off fans, heating and cooling.\nGo to a room with few windows and seal the gaps with wet towels.\nDid it touch your skin or eyes? Take off those clothes and rinse with water for 15 minutes.\nIs it hard to breathe? Call {emergency}. Stay inside until we say it is over."},
    {"Power outage", "No power in {place}: protect food, medicine and devices",
     "{source} says that the power is out in {place}. We expect it back by {until}.",
     "Do you need power for a medical device? Use your backup now, or call {phone}.\nKeep the fridge closed. Ask a pharmacist about medicine that must stay cold.\nNever run a generator or a grill inside: the gas can kill.\nGo to {shelter} to charge a device or to keep warm or cool.\nStay away from fallen power lines."},
    {"Phone outage", "{emergency} may not work in {place}: how to get help",
     "{source} says that calls to {emergency} may not get through in {place}. We expect phones to work again by {until}.",
     "Try to call first. If it fails, send a text to {emergency}.\nTry another phone: a landline, or a mobile on another network.\nCall {phone} instead.\nNo way to call? Go to {shelter}. People there can call for help.\nLook in on neighbors who may need help."},
    {"Poisoned drug supply", "Very strong drugs in {place}: overdose is more likely",
     "{source} has found {drug} in drugs sold in {place}. It can stop breathing, even in a small dose. This warning holds until {until}.",
     "Do not use alone. If you do, have somebody call or look in on you.\nCarry naloxone. Get it free at {shelter}.\nStart with a very small amount, and test it if you can.\nIs somebody hard to wake, blue or not breathing? Call {emergency}, give naloxone, and help them breathe.\nYou will not be judged. For treatment call {phone}."},
};

}  // namespace alerts
