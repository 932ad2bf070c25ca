// A door to toml++: a parsed document as a tree of nodes, each with its place in the text.
// Nodes and strings belong to the document and live as long as it does.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctoml_document ctoml_document;
typedef struct ctoml_node ctoml_node;

typedef struct {
  uint32_t line;    // from 1
  uint32_t column;  // from 1
} ctoml_position;

typedef struct {
  const char *bytes;  // UTF-8, not null-terminated
  size_t count;
} ctoml_text;

typedef enum {
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_FLOAT,
  CTOML_BOOLEAN,
  CTOML_DATETIME,
  CTOML_ARRAY,
  CTOML_TABLE
} ctoml_kind;

typedef struct {
  ctoml_text key;
  ctoml_position position;
  const ctoml_node *node;
} ctoml_entry;

// Parses `count` bytes. Always gives a document, to be freed: one with an error or one with a root.
ctoml_document *ctoml_parse(const char *bytes, size_t count);
void ctoml_free(ctoml_document *document);
// The reason and place of a syntax error; a reason of no bytes means that there is none.
ctoml_text ctoml_error(const ctoml_document *document);
ctoml_position ctoml_error_position(const ctoml_document *document);
const ctoml_node *ctoml_root(const ctoml_document *document);

ctoml_kind ctoml_node_kind(const ctoml_node *node);
ctoml_position ctoml_node_position(const ctoml_node *node);
ctoml_text ctoml_string(const ctoml_node *node);
int64_t ctoml_integer(const ctoml_node *node);
double ctoml_float(const ctoml_node *node);
bool ctoml_boolean(const ctoml_node *node);
// Elements of an array, entries of a table (in the order of their keys).
size_t ctoml_count(const ctoml_node *node);
const ctoml_node *ctoml_element(const ctoml_node *array, size_t index);
ctoml_entry ctoml_table_entry(const ctoml_node *table, size_t index);

#ifdef __cplusplus
}
#endif
