// Three members, two moderators and an administrator, and some posts that only this room's question and answer know.
#pragma once
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "record_keys.hpp"
#include <map>

namespace testing_moderation {

using namespace moderation;
using base::Why;

struct Known { AccountId author; bool open = true; std::vector<AccountId> readers; bool covered = false, gone = false; };

struct Moderated : testing_people::People {
    AccountId mia, max, root;
    std::map<std::int64_t, Known> posts;

    Moderated() : People({moderation::schema}), mia(join("mia")), max(join("max")), root(join("rosa")) {
        for (auto moderator : {mia, max}) give_role(moderator, http::Role::moderator);
        give_role(root, http::Role::admin);
        know_posts({
            .seen = [this](db::Read&, AccountId author, std::vector<PostId> const& ids, AccountId viewer) {
                std::vector<PostId> seen;
                for (auto id : ids)
                    if (auto found = posts.find(id.value); found != posts.end() && found->second.author == author && may_see(found->second, viewer)) seen.push_back(id);
                return seen;
            },
            .words = [](db::Read&, PostId id) { return "words of " + id.text(); },
            .cards = [](db::Read&, html::Words const&, std::vector<PostId> const&) { return html::Safe{}; },
            .remove = [this](db::Write&, PostId id) { return changed(id, &Known::gone, true); },
            .cover = [this](db::Write&, PostId id) { return changed(id, &Known::covered, true); },
            .uncover = [this](db::Write&, PostId id) { return changed(id, &Known::covered, false); },
            .latest = [](db::Read&, AccountId, int) { return std::vector<PostId>{}; },
        });
    }

    bool may_see(Known const& post, AccountId viewer) const {
        return post.open || post.author == viewer || std::ranges::find(post.readers, viewer) != post.readers.end();
    }
    base::Result<base::Done> changed(PostId id, bool Known::* what, bool to) {
        posts[id.value].*what = to;
        return base::Done{};
    }
    void give_role(AccountId account, http::Role role) {
        REQUIRE(write([&](db::Write& write) { return accounts::set_role(write, account, role); }).has_value());
    }

    base::Result<Report> complain(AccountId by, AccountId about, std::vector<PostId> ids = {}, std::string comment = "It hurts people") {
        return write([&](db::Write& write) { return report(write, by, {.target = about, .category = Category::spam, .posts = ids, .comment = comment}); });
    }
    base::Result<Decision> act(AccountId by, AccountId about, Act what, ReportId of = {}, std::vector<PostId> ids = {}) {
        return write([&](db::Write& write) { return decide(write, by, {.target = about, .act = what, .reasons = "Because of this", .report = of, .posts = ids}); });
    }
    base::Result<Appeal> object(DecisionId to) {
        return write([&](db::Write& write) { return appeal(write, to, "It was not me"); });
    }
    base::Result<base::Done> answer(AccountId by, AppealId to, bool grant) {
        return write([&](db::Write& write) { return answer_appeal(write, by, to, grant, "We looked again"); });
    }
    Report again(ReportId id) { return *read([&](db::Read& read) { return find_report(read, id); }); }
};

}  // namespace testing_moderation
