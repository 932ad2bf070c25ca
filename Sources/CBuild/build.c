#include "build.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

const char *spinsweep_source_revision(void) { return TEXT(SPINSWEEP_REVISION); }
