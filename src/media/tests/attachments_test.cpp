// What people attach to posts: from an upload to a post and back, and what goes when.
#include "world.hpp"
#include "media/decoding.hpp"
#include "media/formats.hpp"

using namespace testing_media;

namespace {

struct Posting : World {
    base::Result<Taken> look(std::string_view bytes, AccountId owner = ada, std::string key = {}) {
        return media::take(upload(bytes, "file"), nullptr, owner, key);
    }
    Attachment kept(AccountId owner, std::string_view bytes, Details const& details = {}) {
        auto ready = look(bytes, owner);
        REQUIRE(ready);
        auto made = change([&](db::Write& write) { return media::keep(write, owner, *ready, details); });
        REQUIRE(made);
        return *made;
    }
    Attachment kept(AccountId owner, int width, int height) { return kept(owner, drawing::save(drawing::halves(width, height), ".jpg")); }
    base::Result<base::Done> attach(AccountId owner, PostId post, std::vector<MediaId> ids) {
        return change([&](db::Write& write) { return media::attach(write, owner, post, ids); });
    }
    std::vector<MediaId> of(PostId post) {
        std::vector<MediaId> ids;
        for (auto const& each : database.read([&](db::Read& read) { return attachments_of(read, {post}); })) ids.push_back(each.id);
        return ids;
    }
    std::string type_at(std::string const& address, std::string accept = {}) {
        http::Request request;
        request.method = "GET";
        request.target = request.path = address;
        if (!accept.empty()) request.headers.emplace_back("accept", accept);
        auto response = http::answer(router, database, std::move(request));
        CHECK(response.status == 200);
        CHECK(fs::exists(response.file));
        return response.type;
    }
};

constexpr PostId first{501}, second{502};

std::string message_of(base::Result<base::Done> const& outcome) {
    REQUIRE(!outcome);
    CHECK(outcome.error().fields.at(0).field == "media_ids");
    return outcome.error().message;
}

}  // namespace

TEST_CASE_FIXTURE(Posting, "a photograph becomes a picture and a preview that every app can show, smaller ones beside them, and a blurhash") {
    auto made = kept(ada, 4000, 3000);
    CHECK(made.kind == Kind::image);
    CHECK(made.state == State::ready);
    CHECK(made.size.width == 3327);  // 8.3 million pixels at most
    CHECK(made.size.height == 2495);
    CHECK(made.preview_size.width == 640);
    CHECK(made.preview_size.height == 480);
    CHECK(made.blurhash.size() == 28);
    CHECK(made.type == "image/jpeg");
    CHECK(type_at(made.address) == "image/jpeg");
    CHECK(type_at(made.preview_address) == "image/jpeg");
    CHECK(type_at(made.webp_address) == "image/webp");
    CHECK(type_at(made.address, "image/avif,image/webp,*/*") == "image/webp");
    auto picture = drawing::load(content(made.file));
    CHECK(picture.width() == 3327);
    CHECK(picture.is_red(100, 1000));
    CHECK(picture.is_blue(3200, 1000));
    CHECK(drawing::load(content(made.preview)).is_blue(600, 100));
}

TEST_CASE_FIXTURE(Posting, "no byte of metadata survives in any file that is made, and pictures stand upright") {
    auto image = drawing::halves(90, 60), transparent = drawing::halves(90, 60, 4);
    auto pixels = drawing::pixels_of_webp(drawing::save(image, ".webp"));
    std::pair<std::string, int> const files[] = {
        {drawing::with_metadata_in_jpeg(drawing::save(image, ".jpg"), 6), 60}, {drawing::with_metadata_in_png(drawing::save(image, ".png")), 90},
        {drawing::with_metadata_in_png(drawing::save(transparent, ".png")), 90}, {drawing::with_metadata_in_webp(pixels, 90, 60, 6), 60},
        {drawing::save(image, ".jpg[profile=p3]"), 90}, {drawing::save(image, ".gif"), 90}};
    for (auto const& [file, width] : files) {
        auto made = kept(ada, file);
        CHECK(made.size.width == width);
        auto webp = made.file.substr(0, made.file.rfind('.')) + ".webp", small_webp = made.preview.substr(0, made.preview.rfind('.')) + ".webp";
        for (auto const& name : {made.file, made.preview, webp, small_webp}) {
            CAPTURE(name);
            auto bytes = content(name);
            REQUIRE(!bytes.empty());
            for (auto gone : {drawing::secret, "EXIF"sv, "Exif"sv, "XMP"sv, "xmpmeta"sv, "ICC"sv, "iCCP"sv, "vips"sv, "tEXt"sv, "pHYs"sv}) CHECK(!bytes.contains(gone));
            auto picture = drawing::load(bytes);
            auto fields = vips_image_get_fields(picture.held);
            for (auto field = fields; *field; ++field)
                for (auto gone : {"exif", "xmp", "icc", "iptc", "orientation", "comment"}) CHECK(!std::string_view(*field).contains(gone));
            g_strfreev(fields);
        }
    }
}

TEST_CASE_FIXTURE(Posting, "what shines through stays so as PNG, and drawings keep their edges") {
    auto made = kept(ada, drawing::save(drawing::halves(50, 40, 4), ".png"));
    CHECK(made.type == "image/png");
    CHECK(drawing::load(content(made.file)).at(45, 5)[3] == 0);
    CHECK(kept(ada, drawing::save(drawing::halves(51, 40), ".png")).type == "image/png");
    CHECK(kept(ada, drawing::save(drawing::halves(51, 40), ".webp")).type == "image/png");
}

TEST_CASE_FIXTURE(Posting, "the same bytes again within a day give the same attachment, until a post has it") {
    auto bytes = drawing::save(drawing::halves(70, 50), ".jpg");
    auto made = kept(ada, bytes);
    CHECK(kept(ada, bytes, {.description = "again"}).id == made.id);
    CHECK(kept(ben, bytes).id != made.id);
    REQUIRE(attach(ada, first, {made.id}));
    auto other = kept(ada, bytes);
    CHECK(other.id != made.id);
    CHECK(other.file == made.file);  // kept once
    advance(25 * base::hour);
    CHECK(kept(ada, bytes).id != other.id);
}

TEST_CASE_FIXTURE(Posting, "a request that is sent twice with one key makes one attachment") {
    auto ready = *look(drawing::save(drawing::halves(70, 50), ".jpg"), ada, "once"), other = *look(drawing::save(drawing::halves(71, 50), ".jpg"), ada, "once");
    auto one = change([&](db::Write& write) { return media::keep(write, ada, ready, {}); });
    auto two = change([&](db::Write& write) { return media::keep(write, ada, other, {}); });
    CHECK(one->id == two->id);
    CHECK(look(drawing::save(drawing::halves(72, 50), ".jpg"), ada, "once")->known == one->id);
    CHECK(!look(drawing::save(drawing::halves(72, 50), ".jpg"), ben, "once")->known);
}

TEST_CASE_FIXTURE(Posting, "what is handed over is the other's to attach, and neither a post's attachment nor somebody else's can be") {
    auto a = kept(ada, 10, 10), b = kept(ada, 20, 10), c = kept(ada, 30, 10);
    REQUIRE(attach(ada, first, {b.id}));
    auto hand = [&](AccountId from, std::vector<MediaId> ids) {
        change([&](db::Write& write) -> base::Result<base::Done> { return hand_over(write, from, ben, ids), base::Done{}; });
    };
    hand(ada, {a.id, b.id});
    hand(ben, {c.id});
    CHECK_FALSE(attach(ada, second, {a.id}));
    CHECK_FALSE(attach(ben, second, {b.id}));
    CHECK_FALSE(attach(ben, second, {c.id}));
    REQUIRE(attach(ben, second, {a.id}));
    CHECK(of(first) == std::vector{b.id});
    REQUIRE(attach(ada, first, {b.id, c.id}));
}

TEST_CASE_FIXTURE(Posting, "a post has its attachments in order, and others' are not to be had") {
    auto a = kept(ada, 10, 10), b = kept(ada, 20, 10), c = kept(ben, 30, 10);
    REQUIRE(attach(ada, first, {b.id, a.id, b.id}));
    CHECK(of(first) == std::vector{b.id, a.id});
    CHECK(message_of(attach(ada, second, {a.id})) == "Media " + a.id.text() + " not found or already attached to another post");
    CHECK(message_of(attach(ada, second, {c.id})).contains(c.id.text()));
    CHECK(message_of(attach(ada, second, {MediaId{7}})).contains("not found"));
    REQUIRE(attach(ada, first, {a.id}));  // an edit lets one go
    CHECK(of(first) == std::vector{a.id});
    REQUIRE(attach(ada, second, {b.id}));
    change([&](db::Write& write) -> base::Result<base::Done> { return detach(write, second), base::Done{}; });
    CHECK(of(second).empty());
    REQUIRE(attach(ada, second, {b.id}));
    std::vector<MediaId> many;
    for (int i = 0; i < 17; ++i) many.push_back(MediaId{1000 + i});
    CHECK(message_of(attach(ada, second, many)) == "Cannot attach more than 16 files");
}

TEST_CASE_FIXTURE(Posting, "a description and a focus are the owner's to change") {
    auto made = kept(ada, drawing::save(drawing::halves(70, 50), ".jpg"), {.description = " A red and a blue half ", .focus_x = 0.5, .focus_y = -3});
    CHECK(made.description == "A red and a blue half");
    CHECK(made.focus_x == 0.5);
    CHECK(made.focus_y == -1);
    auto by = [&](AccountId who, Details const& details) { return change([&](db::Write& write) { return describe(write, who, made.id, details); }); };
    CHECK(by(ben, {.description = "mine"}).error().why == base::Why::not_found);
    CHECK(by(ada, {.description = std::string(1501, 'x')}).error().fields.at(0).code == "ERR_TOO_LONG");
    CHECK(by(ada, {.description = std::string(1'000'000, 'x')}).error().fields.at(0).code == "ERR_TOO_LONG");
    CHECK(by(ada, {.focus_x = 0.25})->description == "A red and a blue half");
    CHECK(database.read([&](db::Read& read) { return find_attachment(read, ben, made.id); }) == std::nullopt);
}

TEST_CASE_FIXTURE(Posting, "what no post took in a day goes, with its files; what is reserved for a post to come stays") {
    auto orphan = kept(ada, 10, 10), posted = kept(ada, 20, 10), reserved = kept(ada, 30, 10);
    REQUIRE(attach(ada, first, {posted.id}));
    change([&](db::Write& write) -> base::Result<base::Done> { return reserve(write, ada, {reserved.id}, write.now + 30 * base::day), base::Done{}; });
    CHECK(files_kept() == 6);
    advance(25 * base::hour);
    sweep(database);
    runner.run_due();
    CHECK(!database.read([&](db::Read& read) { return find_attachment(read, ada, orphan.id); }));
    CHECK(!lies_there(orphan.file));
    CHECK(files_kept() == 4);
    advance(31 * base::day);
    sweep(database);
    runner.run_due();
    CHECK(files_kept() == 2);
    CHECK(of(first) == std::vector{posted.id});
}

TEST_CASE_FIXTURE(Posting, "an account that goes takes its files with it, but not what others uploaded as well") {
    auto bytes = drawing::save(drawing::halves(70, 50), ".jpg");
    auto shared = kept(ada, bytes), own = kept(ada, 20, 10), bens = kept(ben, bytes);
    REQUIRE(attach(ada, first, {own.id}));
    advance(base::hour);
    change([&](db::Write& write) -> base::Result<base::Done> { return forget(write, ada), base::Done{}; });
    runner.run_due();
    CHECK(of(first).empty());
    CHECK(!lies_there(own.file));
    CHECK(shared.file == bens.file);
    CHECK(lies_there(bens.file));
    CHECK(files_kept() == 2);
}

TEST_CASE_FIXTURE(Posting, "a file that is being removed cannot be put at the same time") {
    auto made = kept(ada, 10, 10);
    advance(base::hour);
    auto bytes = content(made.file);
    REQUIRE(change([&](db::Write& write) { return remove_attachment(write, ada, made.id); }));
    kept(ada, 10, 10);  // again, before the job of the removal ran
    runner.run_due();
    CHECK(content(made.file) == bytes);
}

TEST_CASE_FIXTURE(Posting, "what phones take, HEIC and AVIF, is read and becomes what every app can show") {
    auto image = drawing::halves(320, 200);
    for (auto compression : {VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, VIPS_FOREIGN_HEIF_COMPRESSION_AV1}) {
        CAPTURE(compression);
        auto file = drawing::save_heif(image, compression);
        REQUIRE(look_at(file));
        CHECK(look_at(file)->format == Format::heif);
        CHECK(look_at(file)->width == 320);
        auto made = kept(ada, file);
        CHECK(made.size.width == 320);
        CHECK(made.size.height == 200);
        CHECK(made.type == "image/jpeg");
        auto shown = drawing::load(content(made.file));
        CHECK(shown.is_red(20, 100));
        CHECK(shown.is_blue(300, 100));
        CHECK(look(file.substr(0, file.size() / 2)).error().fields.at(0).code == "ERR_INVALID");
    }
}

TEST_CASE_FIXTURE(Posting, "a WebP that moves goes on moving, and its preview stands still") {
    auto made = kept(ada, drawing::animated(300, 200, 3, ".webp"));
    CHECK(made.kind == Kind::image);
    CHECK(made.type == "image/webp");
    CHECK(made.size.width == 300);
    CHECK(made.size.height == 200);
    CHECK(is_animated(content(made.file)));
    CHECK_FALSE(is_animated(content(made.preview)));
    CHECK(type_at(media::address_of(made.file), "image/avif,image/webp,*/*") == "image/webp");
    // As many frames as would keep the worker busy: the first is shown.
    auto still = kept(ada, drawing::animated(1000, 1000, 21, ".webp[effort=0]"));
    CHECK(still.type != "image/webp");
    CHECK(still.size.width == 1000);
}

TEST_CASE_FIXTURE(Posting, "an emoji goes on moving and has a still one beside it; a preview has a blurhash") {
    std::string frames;
    auto gif = drawing::animated_gif(300, 200, 3);
    auto emoji = prepare_bytes(gif, Shape::emoji);
    REQUIRE(emoji);
    CHECK(emoji->width == 256);
    CHECK(emoji->file != emoji->still);
    CHECK(content(emoji->file).contains("ANMF"));
    CHECK(content(emoji->still).starts_with("\x89PNG"));
    auto preview = prepare_bytes(drawing::save(drawing::halves(1280, 800), ".jpg"), Shape::preview);
    REQUIRE(preview);
    CHECK(preview->width == 640);
    CHECK(preview->height == 400);
    CHECK(preview->blurhash.size() == 28);
    CHECK(preview->file.ends_with(".jpg"));
    change([&](db::Write& write) -> base::Result<base::Done> { return hold(write, *emoji), hold(write, *emoji), hold(write, *preview), base::Done{}; });
    advance(25 * base::hour);
    sweep(database);
    CHECK(lies_there(emoji->still));
    auto drop = [&](Prepared const& one) { change([&](db::Write& write) -> base::Result<base::Done> { return let_go(write, one), base::Done{}; }); runner.run_due(); };
    drop(*emoji);
    CHECK(lies_there(emoji->file));
    drop(*emoji);
    CHECK(!lies_there(emoji->file));
    CHECK(!lies_there(emoji->still));
    CHECK(lies_there(preview->file));
}

TEST_CASE("a worker that was taken over cannot smuggle in any of its files") {
    auto part = [](char kind, std::string const& content) { return kind + drawing::big32(content.size()) + content; };
    auto image = drawing::halves(64, 64);
    auto jpeg = drawing::with_metadata_in_jpeg(drawing::save(image, ".jpg"), 1), png = drawing::with_metadata_in_png(drawing::save(image, ".png"));
    auto webp = drawing::with_metadata_in_webp(drawing::pixels_of_webp(drawing::save(image, ".webp")), 64, 64, 1);
    auto moving = drawing::save(drawing::load_all(drawing::animated_gif(40, 30, 3)), ".webp");
    auto made = sort_out(part('a', jpeg + "<script>") + part('w', webp + "<script>") + part('A', png + "<script>") + part('m', moving + "<script>") + part('b', std::string(28, '0')));
    REQUIRE(made);
    for (auto const& one : {made->any, made->webp, made->small_any, made->moving}) {
        CHECK(one.file.size() > 50);
        CHECK(one.width > 0);
        for (auto gone : {drawing::secret, "script"sv, "Exif"sv, "xmpmeta"sv}) CHECK(!one.file.contains(gone));
        CHECK(drawing::load(one.file).width() == one.width);
    }
    CHECK(made->moving.file.contains("ANMF"));
    CHECK(!sort_out(""));
    CHECK(!sort_out("a"));
    CHECK(!sort_out(part('b', std::string(28, '0'))));
    CHECK(!sort_out(part('a', jpeg).substr(0, 500)));
    CHECK(!sort_out(part('a', "<script>alert(1)</script>")));
    CHECK(!sort_out(part('a', jpeg) + part('x', jpeg)));
    CHECK(!sort_out(part('a', jpeg) + part('b', "<script>alert(1)</script>12345")));
    CHECK(!sort_out(part('a', jpeg.substr(0, jpeg.size() - 40))));
    CHECK(!sort_out("a\xFF\xFF\xFF\xFF" + jpeg));
}
