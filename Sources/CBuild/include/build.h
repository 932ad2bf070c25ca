// What the build knows and the sources do not.
#pragma once

// The commit the program was built from, "+" behind it if files were changed since; "unknown"
// outside a git repository.
const char *spinsweep_source_revision(void);
