// The outlines that come with the program: counties and states of the United States, and all countries.
#include "areas/areas.hpp"
#include "areas/queries.hpp"
#include <brotli/decode.h>
#include <stdexcept>

asm(R"(
.section .rodata
.global salve_outlines, salve_outlines_end
salve_outlines:
.incbin ")" SALVE_OUTLINES R"("
salve_outlines_end:
.previous
)");
extern "C" {
extern char const salve_outlines[], salve_outlines_end[];
}

namespace areas {
namespace {

constexpr std::string_view file = "built-in";
constexpr std::size_t most_bytes = 16u << 20;

std::string_view packed_outlines() { return {salve_outlines, salve_outlines_end}; }

std::string unpacked_outlines() {
    auto const from = packed_outlines();
    std::string text(most_bytes, '\0');
    auto size = text.size();
    auto const outcome = BrotliDecoderDecompress(from.size(), reinterpret_cast<std::uint8_t const*>(from.data()), &size, reinterpret_cast<std::uint8_t*>(text.data()));
    if (outcome != BROTLI_DECODER_RESULT_SUCCESS) throw std::runtime_error("the outlines in the program are damaged");
    text.resize(size);
    return text;
}

std::string mark_of(std::string_view bytes) {
    return std::to_string(bytes.size()) + "-" + std::to_string(std::hash<std::string_view>{}(bytes));
}

}  // namespace

void import_built_in(db::Database& database) {
    auto const mark = mark_of(packed_outlines());
    auto known = [&](db::Read& read) { return read.one(sql::mark_of_file, {file}, [](db::Row const& row) { return row.text(0); }) == mark; };
    if (database.read(known)) return;
    auto const text = unpacked_outlines();
    auto const imported = database.write([&](db::Write& write) -> base::Result<std::int64_t> {
        if (known(write)) return 0;  // another process of the cluster was first
        auto count = TRY(import_outlines(write, text, {"ISO3166-1", "", 0, "countries"}));
        count += TRY(import_outlines(write, text, {"ISO3166-2", "US", 0, "states"}));
        count += TRY(import_outlines(write, text, {"FIPS6", "US", 0, "counties"}));
        write.run(sql::set_mark_of_file, {file, mark});
        return count;
    });
    if (!imported) throw std::runtime_error("the outlines in the program: " + imported.error().message);
}

}  // namespace areas
