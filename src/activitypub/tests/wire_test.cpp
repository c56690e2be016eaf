// Activities in the shapes that other software sends (tests/wire): what is kept of each.
#include "activitypub/receiving.hpp"
#include "base/text.hpp"
#include "outside.hpp"
#include <fstream>
#include <sstream>

using namespace testing_outside;
using posts::Visibility;

namespace {

std::string filled(std::string text, std::string_view mark, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != text.npos; at += with.size()) text.replace(at, mark.size(), with);
    return text;
}

struct Wire : Outside {
    std::string post = say(ada, "Who is awake?")->uri("ada");

    std::string sample(std::string const& name) {
        // Run from the tree or from a folder in build.
        auto folder = std::filesystem::path(std::filesystem::exists("tests/wire") ? "tests/wire" : "../../tests/wire");
        std::ifstream file(folder / (name + ".json"));
        REQUIRE_MESSAGE(file.good(), name);
        std::stringstream all;
        all << file.rdbuf();
        return filled(filled(all.str(), "{site}", base::site_url()), "{post}", post);
    }
    int send(std::string const& name) {
        http::Fetch fetch{.method = "POST", .url = base::site_url() + "/inbox", .headers = {{"content-type", "application/activity+json"}}, .body = sample(name)};
        ap::sign(fetch, {"https://far.example/users/zoe#main-key", their_key().secret_pem}, ap::Scheme::cavage, now());
        auto made = request("/inbox");
        made.method = "POST";
        made.body = fetch.body;
        for (auto [header, value] : fetch.headers) {
            for (char& c : header) c = static_cast<char>(std::tolower(c));
            made.headers.emplace_back(header, value);
        }
        advance(1);
        return ask(std::move(made)).status();
    }
    std::optional<posts::Post> find(std::string const& uri) {
        return read([&](db::Read& read) -> std::optional<posts::Post> {
            auto id = posts::find_by_uri(read, uri);
            return id ? posts::find_unchecked(read, *id) : std::nullopt;
        });
    }
    posts::Post kept(std::string const& name) {
        INFO(name);
        CHECK(send(name) == 202);
        auto uri = text(boost::json::parse(sample(name)), "/object/id");
        auto found = find(uri);
        REQUIRE(found);
        CHECK(found->author == zoe);
        CHECK(found->mentions.size() == 1);
        CHECK(found->created_at > 0);
        CHECK_FALSE(found->html.contains("<script"));
        return *found;
    }
};

bool says(posts::Post const& post, std::string_view words) { return post.html.contains(words); }
bool links(posts::Post const& post, std::string const& address) { return says(post, "<a href=\"" + address + "\""); }

}  // namespace

TEST_CASE_FIXTURE(Wire, "a Mastodon note keeps its cover, language, hashtag and described picture") {
    auto note = kept("mastodon_note");
    CHECK(note.content_note == "Medicine");
    CHECK(note.sensitive);
    CHECK(note.language == "en");
    CHECK(note.visibility == Visibility::everyone);
    CHECK(note.hashtags == std::vector<std::string>{"dose"});
    CHECK(note.remote_url == "https://far.example/@zoe/1");
    REQUIRE(note.media.size() == 1);
    CHECK(note.media[0].description == "A box of tablets");
    CHECK(told(ada) == Kinds{"mention"});
    check();
}

TEST_CASE_FIXTURE(Wire, "a Mastodon question keeps its choices and its counts") {
    auto question = kept("mastodon_question");
    REQUIRE(question.poll);
    REQUIRE(question.poll->options.size() == 2);
    CHECK(question.poll->options[0].title == "Monday");
    CHECK(question.poll->options[0].votes == 3);
    CHECK(question.poll->options[1].votes == 2);
    CHECK(question.poll->voters == 4);
    CHECK(question.poll->multiple);
    check();
}

TEST_CASE_FIXTURE(Wire, "a GoToSocial note keeps who may share it, with one tag and one address that stand alone") {
    auto note = kept("gotosocial_note");
    CHECK(note.visibility == Visibility::everyone);
    CHECK(note.policy.reply == posts::Allowed::everyone);
    CHECK(note.policy.boost == posts::Allowed::nobody);
    CHECK(note.created_at == base::parse_iso8601("2026-11-17T09:00:00Z").value_or(0));
    CHECK_FALSE(note.sensitive);
    check();
}

TEST_CASE_FIXTURE(Wire, "a Pixelfed note keeps its picture") {
    auto note = kept("pixelfed_note");
    CHECK(says(note, "Morning on the ward"));
    REQUIRE(note.media.size() == 1);
    CHECK(note.media[0].description == "Light on a floor");
    check();
}

TEST_CASE_FIXTURE(Wire, "a Lemmy page keeps its title, its words and what it links to") {
    auto page = kept("lemmy_page");
    CHECK(says(page, "<strong>A guide worth reading</strong>"));
    CHECK(says(page, "It is short."));
    CHECK(links(page, "https://news.example/guide"));
    CHECK(page.visibility == Visibility::everyone);
    check();
}

TEST_CASE_FIXTURE(Wire, "a PeerTube video keeps its title, its first picture and the page to watch it at, by its person") {
    auto video = kept("peertube_video");
    CHECK(says(video, "<strong>How to wash hands</strong>"));
    CHECK(links(video, "https://far.example/videos/watch/6"));
    CHECK(video.media.size() == 1);
    check();
}

TEST_CASE_FIXTURE(Wire, "articles of NodeBB and WordPress keep their titles, texts and addresses, and no scripts") {
    auto topic = kept("nodebb_article");
    CHECK(says(topic, "<strong>Rota for winter</strong>"));
    CHECK(says(topic, "Everybody works less."));
    CHECK(links(topic, "https://far.example/post/8"));
    auto article = kept("wordpress_article");
    CHECK(says(article, "<strong>Winter</strong>"));
    CHECK(says(article, "Long words"));
    CHECK(links(article, "https://far.example/2026/11/winter/"));
    CHECK(article.hashtags == std::vector<std::string>{"flu"});
    CHECK(article.media.size() == 1);
    CHECK(article.content_note.empty());
    check();
}

TEST_CASE_FIXTURE(Wire, "a Threads note keeps its moment, with an offset without a colon") {
    auto note = kept("threads_note");
    CHECK(says(note, "From the large one"));
    CHECK(note.created_at == base::parse_iso8601("2026-11-17T17:00:00Z").value_or(0));
    check();
}

TEST_CASE_FIXTURE(Wire, "a Sharkey note that quotes one of ours is not shown as a quote when its author wants none") {
    auto alone = draft("Do not quote me");
    alone.policy = posts::Policy{posts::Allowed::everyone, posts::Allowed::everyone, posts::Allowed::nobody, posts::Allowed::nobody};
    post = say(ada, alone)->uri("ada");
    auto note = kept("sharkey_note");
    CHECK(note.quote.post == find(post)->id);
    CHECK(note.quote.state != posts::QuoteState::accepted);
    check();
}

TEST_CASE_FIXTURE(Wire, "reactions of Misskey and Pleroma count as one favourite of one person") {
    CHECK(send("misskey_reaction") == 202);
    CHECK(send("pleroma_reaction") == 202);
    CHECK(find(post)->favourites == 1);
    CHECK(told(ada) == Kinds{"favourite"});
    check();
}

TEST_CASE_FIXTURE(Wire, "a Mobilizon event says what, when and where") {
    auto event = kept("mobilizon_event");
    CHECK(says(event, "<strong>Blood donation</strong>"));
    CHECK(says(event, "Bring water."));
    CHECK(says(event, "2026-12-01 09:00"));
    CHECK(says(event, "Town hall"));
    CHECK(event.media.size() == 1);
    check();
}

TEST_CASE_FIXTURE(Wire, "what has no meaning here is taken and changes nothing") {
    CHECK(send("peertube_view") == 202);
    CHECK(send("lemmy_vote_down") == 202);
    CHECK(find(post)->favourites == 0);
    CHECK(told(ada).empty());
    check();
}
