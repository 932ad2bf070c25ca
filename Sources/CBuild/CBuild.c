#include "build.h"
// The plugin SourceRevision writes the definition before every build.
