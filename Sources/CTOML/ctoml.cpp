#include "ctoml.h"

#include <iterator>
#include <optional>
#include <string>

namespace {
// toml++ 3.3 meets some malformed texts, such as `a = [}`, with an assertion, which would end the
// program.
struct assertion_failed {};
}  // namespace

// Numbers are read without streams. Those of a libstdc++ that is linked in fail as soon as another one of
// another version is loaded, by MPI for its network: both have the same locales.
#define TOML_FLOAT_CHARCONV 1
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#undef NDEBUG
#define TOML_ASSERT(condition) \
  do { \
    if (!(condition)) throw assertion_failed{}; \
  } while (0)
#include <toml++/toml.h>

struct ctoml_document {
  // Empty where toml++ gave up without saying where.
  std::optional<toml::parse_result> result;
  std::string error;
};

namespace {
const toml::node &node_of(const ctoml_node *node) {
  return *reinterpret_cast<const toml::node *>(node);
}
const ctoml_node *door(const toml::node &node) {
  return reinterpret_cast<const ctoml_node *>(&node);
}
ctoml_position position_of(const toml::source_region &region) {
  return {region.begin.line, region.begin.column};
}
}  // namespace

extern "C" {

ctoml_document *ctoml_parse(const char *bytes, size_t count) {
  auto *document = new ctoml_document{};
  try {
    document->result = toml::parse(std::string_view(bytes, count));
    if (!*document->result) document->error = document->result->error().description();
  } catch (const assertion_failed &) {
    document->error = "something is out of place here";
  }
  return document;
}
void ctoml_free(ctoml_document *document) { delete document; }

ctoml_text ctoml_error(const ctoml_document *document) {
  return {document->error.data(), document->error.size()};
}
ctoml_position ctoml_error_position(const ctoml_document *document) {
  if (!document->result || *document->result) return {0, 0};
  return position_of(document->result->error().source());
}
const ctoml_node *ctoml_root(const ctoml_document *document) {
  return document->result && *document->result ? door(document->result->table()) : nullptr;
}

ctoml_kind ctoml_node_kind(const ctoml_node *node) {
  switch (node_of(node).type()) {
    case toml::node_type::table: return CTOML_TABLE;
    case toml::node_type::array: return CTOML_ARRAY;
    case toml::node_type::string: return CTOML_STRING;
    case toml::node_type::integer: return CTOML_INTEGER;
    case toml::node_type::floating_point: return CTOML_FLOAT;
    case toml::node_type::boolean: return CTOML_BOOLEAN;
    default: return CTOML_DATETIME;
  }
}
ctoml_position ctoml_node_position(const ctoml_node *node) {
  return position_of(node_of(node).source());
}
ctoml_text ctoml_string(const ctoml_node *node) {
  const auto *value = node_of(node).as_string();
  if (!value) return {nullptr, 0};
  return {value->get().data(), value->get().size()};
}
int64_t ctoml_integer(const ctoml_node *node) {
  const auto *value = node_of(node).as_integer();
  return value ? value->get() : 0;
}
double ctoml_float(const ctoml_node *node) {
  const auto *value = node_of(node).as_floating_point();
  return value ? value->get() : 0;
}
bool ctoml_boolean(const ctoml_node *node) {
  const auto *value = node_of(node).as_boolean();
  return value && value->get();
}

size_t ctoml_count(const ctoml_node *node) {
  if (const auto *array = node_of(node).as_array()) return array->size();
  if (const auto *table = node_of(node).as_table()) return table->size();
  return 0;
}
const ctoml_node *ctoml_element(const ctoml_node *array, size_t index) {
  const auto *elements = node_of(array).as_array();
  return elements && index < elements->size() ? door((*elements)[index]) : nullptr;
}
ctoml_entry ctoml_table_entry(const ctoml_node *table, size_t index) {
  const auto *entries = node_of(table).as_table();
  if (!entries || index >= entries->size()) return {{nullptr, 0}, {0, 0}, nullptr};
  const auto entry = std::next(entries->cbegin(), static_cast<std::ptrdiff_t>(index));
  const std::string_view key = entry->first.str();
  return {{key.data(), key.size()}, position_of(entry->first.source()), door(entry->second)};
}
}
