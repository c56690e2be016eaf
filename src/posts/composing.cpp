// The composer: what was typed, there and back again. A file that was chosen, or a button for more room, brings the form
// back with everything kept; only "Post" publishes.
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "inbox/inbox.hpp"
#include "posts/page_parts.hpp"
#include "posts/pages.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <any>

namespace posts {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int usual_choices = 4, choices_added = 3;

// What stands in the composer.
struct Writing {
    std::string action = "/posts";
    Draft draft;
    std::vector<media::Attachment> uploaded;
    Policy policy;
    std::string language;
    html::Safe quote;             // the quoted post
    PostId redraft_of;
    bool full = true, editing = false;
    html::Safe voices;            // in whose name, for whoever may choose
    bool may_leave_out = false;   // descriptions of pictures, for a reason; organizations always describe
    int choices = usual_choices;
    base::Refusal const* refusal = nullptr;
};

std::vector<ComposerSlot>& slots() {
    static std::vector<ComposerSlot> registered;
    return registered;
}

// In the languages themselves, as people look for them.
constexpr std::pair<std::string_view, std::string_view> languages[] = {
    {"ar", "العربية"}, {"bn", "বাংলা"}, {"de", "Deutsch"}, {"en", "English"}, {"es", "Español"}, {"fa", "فارسی"}, {"fr", "Français"}, {"hi", "हिन्दी"},
    {"ht", "Kreyòl ayisyen"}, {"id", "Bahasa Indonesia"}, {"it", "Italiano"}, {"ja", "日本語"}, {"ko", "한국어"}, {"nl", "Nederlands"}, {"pl", "Polski"},
    {"pt", "Português"}, {"ru", "Русский"}, {"so", "Soomaali"}, {"sv", "Svenska"}, {"sw", "Kiswahili"}, {"tl", "Tagalog"}, {"tr", "Türkçe"},
    {"uk", "Українська"}, {"ur", "اردو"}, {"vi", "Tiếng Việt"}, {"zh", "中文"}};

html::Safe language_options(Words const& words, std::string const& chosen) {
    std::vector<Choice> all;
    for (auto const& [tag, name] : languages) all.push_back({tag, std::string(name)});
    bool known = std::ranges::find(all, chosen, &Choice::value) != all.end();
    if (!known && !chosen.empty()) all.push_back({chosen, chosen});
    return options(words, all, chosen);
}

html::Safe durations(Words const& words, std::int64_t seconds) {
    std::vector<Choice> const all = {{"300", words("5 minutes")}, {"1800", words("30 minutes")}, {"3600", words("1 hour")},
                                     {"21600", words("6 hours")}, {"86400", words("1 day")},     {"259200", words("3 days")},
                                     {"604800", words("7 days")}, {"1209600", words("14 days")}};
    auto chosen = std::to_string(seconds);
    bool known = std::ranges::find(all, chosen, &Choice::value) != all.end();
    return options(words, all, known ? chosen : "86400");
}

html::Safe audiences(Words const& words, Visibility visibility) {
    return options(words, {{"public", words("Everyone")}, {"unlisted", words("Everyone, but not in lists")}, {"private", words("My followers")},
                           {"direct", words("Only people I name")}}, text_of(visibility));
}

// In one's own name, or in that of an organization that one edits. Who acts for one already speaks for it.
html::Safe voices(Words const& words, db::Read& read, http::Request const& request) {
    auto const organizations = teams::acts_for(read, request.account());
    auto const self = accounts::find(read, request.account());
    if (organizations.empty() || !self) return {};
    std::vector<Choice> all = {{"", self->name}};
    std::vector<std::string> ids(organizations.size());  // what the choices look at
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (auto const each = accounts::find(read, organizations[i])) all.push_back({ids[i] = organizations[i].text(), each->name});
    auto const asked = request.fields.text("post_as");
    return options(words, all, std::ranges::find(all, asked, &Choice::value) != all.end() ? asked : "");
}

html::Safe choice_fields(Words const& words, std::vector<std::string> const& titles, int least) {
    html::Safe rows;
    auto count = std::max<std::int64_t>(least, static_cast<std::int64_t>(titles.size()));
    for (std::int64_t i = 0; i < std::min(count, polls::most_options()); ++i)
        words.fill(rows, pages::Choice{.place = i, .number = i + 1, .title = static_cast<std::size_t>(i) < titles.size() ? titles[static_cast<std::size_t>(i)] : std::string()});
    return rows;
}

html::Safe extras(Words const& words, Writing const& writing) {
    auto const& draft = writing.draft;
    auto const* refusal = writing.refusal;
    auto poll = draft.poll.value_or(polls::Draft{});
    bool media_fault = html::at_fault(refusal, "media_ids") || html::at_fault(refusal, "media[]");
    bool poll_fault = html::at_fault(refusal, "poll[options]") || html::at_fault(refusal, "poll[expires_in]");
    auto media_error = html::field_error(words, refusal, "media_ids");
    media_error += html::field_error(words, refusal, "media[]");
    auto poll_error = html::field_error(words, refusal, "poll[options]");
    poll_error += html::field_error(words, refusal, "poll[expires_in]");
    return words.fill(pages::Extras{
        .with_media = media_fault || !draft.media.empty(), .uploads = media::upload_fields(words, writing.uploaded), .media_error = media_error, .ask_why = writing.may_leave_out && !writing.uploaded.empty(),
        .sensitive = draft.sensitive && draft.content_note.empty(), .with_poll = poll_fault || draft.poll || writing.choices != usual_choices,
        .poll_error = poll_error, .choices = choice_fields(words, poll.options, writing.choices), .multiple = poll.multiple, .hide_totals = poll.hide_totals,
        .durations = durations(words, poll.seconds), .policy = policy_fields(words, writing.policy), .languages = language_options(words, writing.language),
        .editing = writing.editing, .local_only = draft.local_only});
}

html::Safe form(Words const& words, http::Request const& request, Writing const& writing) {
    auto const& draft = writing.draft;
    auto const* refusal = writing.refusal;
    auto send = writing.editing ? words("Save") : draft.reply_to ? words("Reply") : words("Post");
    auto label = writing.editing ? words("Your post") : draft.reply_to ? words("Your reply") : words("Ask or share something");
    return words.fill(pages::Composer{
        .action = writing.action, .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .key = crypto::new_token(), .keepable = !writing.editing, .draft = request.fields.text("draft_id"),
        .reply_to = draft.reply_to ? draft.reply_to.text() : std::string(), .quoted = draft.quoted && !writing.editing ? draft.quoted.text() : std::string(),
        .redraft_of = writing.redraft_of ? writing.redraft_of.text() : std::string(), .label = label, .limit = longest(), .text_fault = html::at_fault(refusal, "status"),
        .text = draft.text, .text_error = html::field_error(words, refusal, "status"), .quote = writing.quote, .note = draft.content_note,
        .extras = writing.full ? extras(words, writing) : html::Safe{},
        .voices = writing.editing || writing.redraft_of ? html::Safe{} : writing.voices,
        .voice_error = html::field_error(words, refusal, "post_as"),
        .visibility = writing.editing ? html::Safe{} : audiences(words, draft.visibility.value_or(Visibility::everyone)), .full = writing.full,
        .slots = writing.full && !writing.editing ? slots_of_composer(words, request) : html::Safe{}, .send = send});
}

// Files that came with the form, decoded before any change; what is wrong with one is told in the form.
struct Files {
    std::vector<media::Taken> taken;
    std::optional<base::Refusal> refusal;
};

Result<base::Done> take_files(http::Request& request) {
    Files files;
    for (auto const& upload : request.uploads) {
        if (upload.field != "media[]" || upload.size == 0) continue;
        auto taken = media::take(upload, nullptr, request.account());
        if (taken) files.taken.push_back(std::move(*taken));
        else files.refusal = std::move(taken.error());
    }
    request.prepared.emplace_back(std::move(files));
    return base::Done{};
}

Files const& files_of(http::Request const& request) {
    static Files const none;
    for (auto const& each : request.prepared)
        if (auto files = std::any_cast<Files>(&each)) return *files;
    return none;
}

// Keeps them, and names them in the draft: their descriptions are asked for next.
Result<bool> keep_files(http::Request const& request, db::Write& write, Draft& draft) {
    auto const& files = files_of(request);
    for (auto const& taken : files.taken) {
        auto kept = TRY(media::keep(write, request.account(), taken, {}));
        if (std::ranges::find(draft.media, kept.id) == draft.media.end()) draft.media.push_back(kept.id);
    }
    return !files.taken.empty();
}

void describe_files(db::Write& write, AccountId account, Draft const& draft) {
    for (auto const& [id, details] : draft.media_details) (void)media::describe(write, account, id, details);
}

// The form as it came in, to be shown again.
Writing again(http::Request const& request, db::Read& read, Draft const& draft) {
    Writing writing;
    writing.draft = draft;
    writing.uploaded = media::find_attachments(read, request.account(), draft.media);
    for (auto& each : writing.uploaded)
        for (auto const& [id, details] : draft.media_details)
            if (id == each.id && details.description) each.description = *details.description;
    auto author = accounts::find(read, request.account());
    auto usual = accounts::preferences(read, request.account());
    writing.voices = voices(Words(request.locale), read, request);
    writing.may_leave_out = author && !author->is_organization();
    writing.policy = draft.policy.value_or(Policy{.quote = allowed_of(usual.quote_policy).value_or(Allowed::everyone)});
    writing.language = !draft.language.empty() ? draft.language : !usual.language.empty() ? usual.language : author ? author->language : std::string("en");
    if (!writing.draft.visibility) writing.draft.visibility = visibility_of(usual.visibility);
    writing.redraft_of = request.fields.id<PostId>("redraft_of").value_or(PostId{});
    if (request.fields.text("step") == "choices") {
        auto typed = static_cast<int>(request.fields.list("poll[options]").size());
        writing.choices = std::max(usual_choices, typed) + choices_added;
    }
    return writing;
}

http::Answer page_of(http::Request const& request, db::Read& read, Writing writing, std::string title) {
    Words words(request.locale);
    auto viewer = request.account();
    auto const& draft = writing.draft;
    Look look{.viewer = viewer, .now = read.now, .in_thread = true};
    if (draft.quoted)
        if (auto quoted = find(read, draft.quoted, viewer)) {
            auto author = accounts::find(read, quoted->author);
            Post quoting;
            quoting.quote = {quoted->id, QuoteState::accepted};
            writing.quote = quote_part(words, quoting, &*quoted, author ? &*author : nullptr, look);
        }
    html::Page page{.title = std::move(title)};
    bool answers = draft.reply_to && !writing.editing;
    page.main = words.fill(pages::New{.heading = page.title, .parent = answers ? fill_cards(words, read, cards(read, {draft.reply_to}, viewer), look) : html::Safe{},
                                      .composer = form(words, request, writing)});
    page.status = writing.refusal ? http::status_of(writing.refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

std::string title_of(Words const& words, Draft const& draft) {
    return draft.reply_to ? words("Reply") : draft.quoted ? words("Quote") : words("New post");
}

// Whoever is answered is named, unless it is oneself.
Draft answering(Post const& parent, AccountId viewer) {
    Draft draft;
    draft.reply_to = parent.id;
    draft.visibility = parent.visibility;
    draft.content_note = parent.content_note;
    draft.local_only = parent.local_only;
    if (parent.author == viewer) return draft;
    for (auto const& mention : parent.mentions)
        if (mention.account != viewer) draft.text += "@" + mention.handle + " ";
    return draft;
}

http::Answer new_post(http::Request const& request, db::Read& read) {
    Draft draft;
    if (auto reply = request.fields.id<PostId>("reply"))
        if (auto parent = find(read, *reply, request.account())) draft = answering(*parent, request.account());
    if (auto named = accounts::find_by_handle(read, request.fields.text("mention")); named && !named->hidden()) draft.text = "@" + named->handle() + " ";
    draft.sensitive = accounts::preferences(read, request.account()).sensitive;
    if (auto quote = request.fields.id<PostId>("quote"))
        if (auto quoted = find(read, *quote, request.account())) draft.quoted = quoted->boost_of ? quoted->boost_of : quoted->id;
    return page_of(request, read, again(request, read, draft), title_of(Words(request.locale), draft));
}

http::Answer refused(http::Request const& request, db::Read& read, Draft const& draft, base::Refusal const& refusal) {
    auto writing = again(request, read, draft);
    writing.refusal = &refusal;
    return page_of(request, read, std::move(writing), title_of(Words(request.locale), draft));
}

// Pictures are described for people who do not see them. Who cannot says why; organizations always can.
Result<base::Done> check_descriptions(http::Request const& request, db::Write& write, AccountId poster, Draft const& draft) {
    auto files = media::find_attachments(write, request.account(), draft.media);
    auto described = [&](media::Attachment const& file) {
        for (auto const& [id, details] : draft.media_details)
            if (id == file.id && details.description) return !base::trim(*details.description).empty();
        return !file.description.empty();
    };
    bool all = std::ranges::all_of(files, [&](media::Attachment const& file) { return file.kind == media::Kind::audio || described(file); });
    auto author = accounts::find(write, poster);
    bool may_leave_out = author && !author->is_organization();
    if (all || (may_leave_out && !request.fields.text("undescribed").empty())) return base::Done{};
    return base::refuse_field("media_ids", "ERR_BLANK", may_leave_out ? "Describe each file for people who do not see it, or say below why not."
                                                                       : "Describe each file for people who do not see it.");
}

std::vector<Sent>& sent_hooks() {
    static std::vector<Sent> registered;
    return registered;
}

// In whose name it is posted; what is written anew stays its author's.
Result<AccountId> poster_of(http::Request const& request, db::Read& read) {
    auto const asked = request.fields.text("post_as");
    if (asked.empty() || request.fields.has("redraft_of")) return request.account();
    for (auto const each : teams::acts_for(read, request.account()))
        if (each.text() == asked) return each;
    return base::refuse_field("post_as", "ERR_INVALID", "Choose yourself, or an organization that you post for.");
}

Result<Post> publish_anew(db::Write& write, AccountId author, PostId redraft_of, Draft const& draft) {
    if (redraft_of) TRY(remove(write, author, redraft_of));
    return publish(write, author, draft);
}

http::Answer publish_form(http::Request const& request, db::Write& write) {
    auto draft = draft_in_form(request.fields);
    if (auto const& wrong = files_of(request).refusal) return refused(request, write, draft, *wrong);
    auto uploaded = keep_files(request, write, draft);
    if (!uploaded) return refused(request, write, draft, uploaded.error());
    if (*uploaded || request.fields.has("step")) {
        describe_files(write, request.account(), draft);
        return page_of(request, write, again(request, write, draft), title_of(Words(request.locale), draft));
    }
    auto const poster = poster_of(request, write);
    if (!poster) return refused(request, write, draft, poster.error());
    if (auto described = check_descriptions(request, write, *poster, draft); !described) return refused(request, write, draft, described.error());
    bool const for_another = *poster != request.account();
    inbox::Acting const acting(for_another ? request.account() : accounts::behind(write, *request.person));
    if (for_another) media::hand_over(write, request.account(), *poster, draft.media);
    auto post = publish_anew(write, *poster, request.fields.id<PostId>("redraft_of").value_or(PostId{}), draft);
    if (!post) {
        if (for_another) media::hand_over(write, *poster, request.account(), draft.media);
        return refused(request, write, draft, post.error());
    }
    for (auto const& hook : sent_hooks()) hook(write, request, *post);
    if (for_another) return http::redirect("/posts/" + post->id.text());
    auto said = "?posted=" + post->id.text();
    if (!post->reply_to) return http::redirect("/home" + said);
    auto first = find(write, post->thread, request.account());
    auto author = first ? accounts::find(write, first->author) : std::nullopt;
    if (!author) return http::redirect("/posts/" + post->id.text());
    return http::redirect("/@" + author->handle() + "/" + first->id.text() + said + "#p" + post->id.text());
}

Result<Post> own_post(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    if (post.author != request.account()) return refuse(Why::not_found, "There is no such post.");
    return post;
}

Draft draft_of(Post const& post) {
    Draft draft{post.text, post.content_note, post.sensitive, post.visibility, post.language, post.reply_to};
    for (auto const& each : post.media) draft.media.push_back(each.id);
    draft.quoted = post.quote.post;
    draft.policy = post.policy;
    draft.local_only = post.local_only;
    if (post.poll) {
        draft.poll = polls::Draft{.multiple = post.poll->multiple, .hide_totals = post.poll->hide_totals};
        for (auto const& option : post.poll->options) draft.poll->options.push_back(option.title);
    }
    return draft;
}

Writing as_edit(Writing writing, Post const& post) {
    writing.action = "/posts/" + post.id.text() + "/edit";
    writing.editing = true;
    writing.draft.quoted = post.quote.state == QuoteState::accepted ? post.quote.post : PostId{};
    return writing;
}

http::Answer edit_page(http::Request const& request, db::Read& read) {
    auto post = TRY(own_post(request, read));
    return page_of(request, read, as_edit(again(request, read, draft_of(post)), post), Words(request.locale)("Edit your post"));
}

http::Answer redraft_page(http::Request const& request, db::Read& read) {
    auto post = TRY(own_post(request, read));
    auto writing = again(request, read, draft_of(post));
    writing.redraft_of = post.id;
    return page_of(request, read, std::move(writing), Words(request.locale)("Write it anew"));
}

// Taken back, with everything as it was typed. It has not left for other servers yet when this comes at once.
http::Answer undo(http::Request const& request, db::Write& write) {
    auto post = TRY(own_post(request, write));
    auto draft = draft_of(TRY(remove(write, request.account(), post.id)));
    teams::wrote(write, request, post.author, "post.delete", post.id.text());
    return page_of(request, write, again(request, write, draft), Words(request.locale)("Write it anew"));
}

http::Answer edit_form(http::Request const& request, db::Write& write) {
    auto post = TRY(own_post(request, write));
    auto draft = draft_in_form(request.fields);
    Words words(request.locale);
    auto show = [&](base::Refusal const* refusal) {
        auto writing = as_edit(again(request, write, draft), post);
        writing.refusal = refusal;
        return page_of(request, write, std::move(writing), words("Edit your post"));
    };
    if (auto const& wrong = files_of(request).refusal) return show(&*wrong);
    auto uploaded = keep_files(request, write, draft);
    if (!uploaded) return show(&uploaded.error());
    if (*uploaded || request.fields.has("step")) return show(nullptr);
    if (auto edited = edit(write, request.account(), post.id, draft); !edited) return show(&edited.error());
    teams::wrote(write, request, post.author, "post.edit", post.id.text());
    return http::redirect("/posts/" + post.id.text());
}

}  // namespace

void after_sending(Sent hook) { sent_hooks().push_back(std::move(hook)); }

html::Safe undo_bar(Words const& words, db::Read& read, http::Request const& request) {
    auto id = request.fields.id<PostId>("posted");
    auto post = id ? find(read, *id, request.account()) : std::nullopt;
    if (!post || post->author != request.account() || post->created_at + undo_seconds() * base::second <= read.now) return {};
    // Private messages have left already: nothing is promised about them.
    auto seconds = post->visibility == Visibility::direct ? 0 : undo_seconds();
    return words.fill(pages::Undo{.id = post->id, .csrf = html::csrf_field(request), .waits = seconds > 0, .seconds = seconds});
}

void add_to_composer(ComposerSlot slot) { slots().push_back(std::move(slot)); }

html::Safe slots_of_composer(Words const& words, http::Request const& request) {
    html::Safe all;
    for (auto const& slot : slots()) all += slot(words, request);
    return all;
}

html::Safe composer(Words const& words, db::Read& read, http::Request const& request, base::Refusal const* refusal, Post const* reply_to) {
    Writing writing;
    writing.draft.visibility = visibility_of(accounts::preferences(read, request.account()).visibility);
    writing.full = false;
    writing.voices = voices(words, read, request);
    writing.refusal = refusal;
    if (refusal) writing.draft = draft_in_form(request.fields);
    if (reply_to && !refusal) writing.draft = answering(*reply_to, request.account());
    return form(words, request, writing);
}

void add_composing(http::Router::Section pages) {
    using http::Open;
    auto room = media::largest_upload();
    pages.get("/new", Open::to_members, new_post);
    pages.post("/posts", Open::to_members, publish_form).body_up_to(room).first(take_files);
    pages.get("/posts/:id/edit", Open::to_members, edit_page);
    pages.post("/posts/:id/edit", Open::to_members, edit_form).body_up_to(room).first(take_files);
    pages.post("/posts/:id/undo", Open::to_members, undo).says("Takes back what was just posted");
    pages.get("/posts/:id/redraft", Open::to_members, redraft_page);
}

}  // namespace posts
