// What monitors see of questions: what waits, for how long, and which promises are late.
#include "base/time.hpp"
#include "questions/queries.hpp"
#include "questions/questions.hpp"

namespace questions {

std::string metrics(db::Database& database) {
    auto const [now, all] = database.read([](db::Read& read) {
        auto made = read.one(sql::waiting_everywhere, {}, [](db::Row const& row) { return Waiting{.unanswered = row.integer(0), .oldest = row.integer(1)}; }).value_or(Waiting{});
        made.overdue = read.number(sql::overdue_everywhere, {read.now});
        return std::pair(read.now, made);
    });
    auto line = [](std::string name, std::string_view help, std::int64_t value) {
        return "# HELP " + name + " " + std::string(help) + "\n# TYPE " + name + " gauge\n" + name + " " + std::to_string(value) + "\n";
    };
    return line("salve_alert_questions_unanswered", "Questions under alerts that wait for an answer.", all.unanswered) +
           line("salve_alert_questions_oldest_seconds", "How long the oldest of them has waited.", all.oldest ? (now - all.oldest) / base::second : 0) +
           line("salve_alert_questions_overdue", "Answers whose promised next update is late.", all.overdue);
}

}  // namespace questions
