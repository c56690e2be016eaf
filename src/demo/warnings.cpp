// Warnings of Larkspur: smoke in force with its history, water that was made safe again, and one that waits for a second person.
#include "alerts/alerts.hpp"
#include "base/time.hpp"
#include "demo/warnings.hpp"
#include <array>
#include <memory>

namespace demo {
namespace {

using alerts::Draft, base::Result;

struct Words { std::string_view language, event, headline, description, instruction; };

constexpr std::array smoke_words{
    Words{"en", "Wildfire smoke", "Stay inside and keep windows closed: the smoke is dangerous",
          "Larkspur County Public Health warns of very unhealthy air in Millbrook, Fernside and the valley. Children, pregnant people and those with lung or heart disease are in most danger.",
          "Close windows and doors.\nSet air conditioning to reuse the air inside, or run an air cleaner.\nWear an N95 or FFP2 mask if you must go out.\nLook in on older neighbors.\nIs it hard to breathe, or does your chest hurt? Call your emergency number."},
    Words{"es", "Humo de incendio", "Quédese dentro y cierre las ventanas: el humo es peligroso",
          "La Salud Pública del Condado de Larkspur avisa de aire muy malo en Millbrook, Fernside y el valle. Corren más peligro los niños, las embarazadas y quienes tienen males del pulmón o del corazón.",
          "Cierre ventanas y puertas.\nPonga el aire frío a usar el aire de dentro, o use un purificador.\nUse una mascarilla N95 o FFP2 si tiene que salir.\nVisite a los vecinos mayores.\n¿Le cuesta respirar o le duele el pecho? Llame al número de emergencias."},
    Words{"ar", "دخان حرائق", "ابقوا في الداخل وأغلقوا النوافذ: الدخان خطير",
          "تحذر الصحة العامة في مقاطعة لاركسبر من هواء غير صحي جدا في ميلبروك وفيرنسايد والوادي. والخطر أكبر على الأطفال والحوامل ومرضى الرئة أو القلب.",
          "أغلقوا النوافذ والأبواب.\nاجعلوا التكييف يدور هواء الداخل أو شغلوا منقي الهواء.\nضعوا كمامة N95 أو FFP2 إن خرجتم.\nتفقدوا الجيران كبار السن.\nهل التنفس صعب أو هناك ألم في الصدر؟ اتصلوا برقم الطوارئ."}};

constexpr std::array water_words{
    Words{"en", "Unsafe drinking water", "Boil tap water in Fernside before you drink it", "A main pipe broke, and germs may be in the water.",
          "Boil water for one minute and let it cool.\nUse it to drink, to cook and to brush teeth.\nYou may shower with tap water."},
    Words{"es", "Agua no segura", "Hierva el agua del grifo en Fernside antes de beberla", "Se rompió un tubo y puede haber gérmenes en el agua.",
          "Hierva el agua un minuto y déjela enfriar.\nÚsela para beber, cocinar y lavarse los dientes.\nPuede ducharse con agua del grifo."}};

constexpr std::array clinic_words{
    Words{"en", "Care not available", "The Millbrook clinic closes on Friday: go to Riverside", "The clinic's air filters are changed on Friday. It opens again on Monday at 8.",
          "Do you have an appointment? We call you with a new time.\nGo to the Riverside Center for care that cannot wait.\nIs it an emergency? Call your emergency number."}};

struct Issued { alerts::AlertId water, smoke; };  // the latest of each chain

// A message in several languages; what weighs, when and where are the same in each.
template <std::size_t count>
alerts::Message message_of(std::array<Words, count> const& languages, alerts::Info const& shared) {
    alerts::Message message;
    for (auto const& each : languages) {
        auto info = shared;
        info.language = each.language, info.event = each.event, info.headline = each.headline, info.description = each.description, info.instruction = each.instruction;
        message.infos.push_back(std::move(info));
    }
    return message;
}

// What happens at the desk, each at its moment. A step knows the alerts that earlier ones issued.
class Desk {
public:
    Desk(db::Write& write, Issued& known, base::Time end) : write_(write), known_(known), end_(end) {}

    Result<base::Done> begin() {
        TRY(alerts::grant(write_, admin_, {.organization = health_, .sender = "alerts@larkspur.example", .needs_approval = true}));
        for (auto const person : {author_, second_}) TRY(alerts::set_member(write_, admin_, {.organization = health_, .person = person}));
        return base::Done{};
    }
    Result<base::Done> water() {
        return issued({.organization = health_, .message = message_of(water_words, holding(alerts::Response::execute, alerts::Severity::severe, end_ - 6 * base::day, "Fernside", "42.44,-122.86 6"))}, known_.water);
    }
    Result<base::Done> water_is_safe() {
        return changed(known_.water, alerts::MessageType::cancel, "The water in Fernside is safe again. You need not boil it.", "The pipe is mended, and three tests in a row found no germs.", [](alerts::Message&) {});
    }
    Result<base::Done> smoke() {
        return issued({.organization = health_, .message = message_of(smoke_words, holding(alerts::Response::shelter, alerts::Severity::severe, end_ + 2 * base::day, "Larkspur Valley", "42.33,-122.87 18"))}, known_.smoke);
    }
    Result<base::Done> smoke_everywhere() {
        return changed(known_.smoke, alerts::MessageType::update, "The warning now holds for the whole county.", "The wind turned south, and the air is unhealthy in Ferry Lane and the hills, too.", [](alerts::Message& message) {
            for (auto& info : message.infos) info.areas = {{.description = "Larkspur County", .circles = {"42.38,-122.82 34"}}};
        });
    }
    Result<base::Done> rooms_stay_open() {
        return changed(known_.smoke, alerts::MessageType::update, "Clean-air rooms stay open all night.", "The fire is not contained yet, and no rain is expected before Sunday.", [](alerts::Message& message) {
            message.infos.front().instruction += "\nGo to the clean-air rooms at the Main Street Library or in Millbrook. They are open all night.";
        });
    }
    Result<base::Done> clinic() {
        auto const saved = TRY(alerts::save(write_, author_, {.organization = health_, .message = message_of(clinic_words, holding(alerts::Response::execute, alerts::Severity::minor, end_ + 5 * base::day, "Millbrook", "42.30,-122.95 5"))}));
        TRY(alerts::ask_approval(write_, author_, saved.id, saved.version));
        return base::Done{};
    }
    Result<base::Done> find_people() {
        for (auto const& [id, username] : {std::pair{&admin_, "larkspur_admin"}, {&health_, "health"}, {&author_, "dr_okafor"}, {&second_, "dr_haddad"}}) {
            auto const found = accounts::find_by_handle(write_, username);
            if (!found) return base::refuse(base::Why::not_found, "Somebody who issues alerts is missing.");
            *id = found->id;
        }
        return base::Done{};
    }

private:
    static alerts::Info holding(alerts::Response response, alerts::Severity severity, base::Time until, std::string place, std::string circle) {
        return {.categories = {alerts::Category::health}, .responses = {response}, .urgency = alerts::Urgency::immediate, .severity = severity, .certainty = alerts::Certainty::observed,
                .expires = {until, 0}, .areas = {{.description = std::move(place), .circles = {std::move(circle)}}}};
    }
    // Written by one, agreed to by another.
    Result<base::Done> issued(Draft const& draft, alerts::AlertId& as) {
        auto const saved = TRY(alerts::save(write_, author_, draft));
        auto const waiting = TRY(alerts::ask_approval(write_, author_, saved.id, saved.version));
        as = TRY(alerts::issue(write_, second_, waiting.id, waiting.version)).id;
        return base::Done{};
    }
    Result<base::Done> changed(alerts::AlertId& alert, alerts::MessageType type, std::string_view what, std::string_view why, auto change) {
        auto draft = TRY(alerts::start_update(write_, author_, alert, type));
        draft.changed = what, draft.why = why;
        change(draft.message);
        return issued(draft, alert);
    }

    db::Write& write_;
    Issued& known_;
    base::Time const end_;
    base::AccountId admin_, health_, author_, second_;
};

}  // namespace

std::vector<Warning> warnings(base::Time end) {
    auto const known = std::make_shared<Issued>();
    auto const step = [&](base::Time before, Result<base::Done> (Desk::*act)()) {
        return Warning{end - before, [=](db::Write& write) -> Result<base::Done> {
                           Desk desk(write, *known, end);
                           TRY(desk.find_people());
                           return (desk.*act)();
                       }};
    };
    return {step(20 * base::day, &Desk::begin), step(9 * base::day, &Desk::water), step(8 * base::day, &Desk::water_is_safe), step(11 * base::hour, &Desk::smoke),
            step(5 * base::hour, &Desk::smoke_everywhere), step(40 * base::minute, &Desk::rooms_stay_open), step(25 * base::minute, &Desk::clinic)};
}

}  // namespace demo
