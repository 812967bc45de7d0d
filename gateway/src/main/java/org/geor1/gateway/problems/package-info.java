/** Errors as the caller sees them: problem details under /api, the OpenAI error object under /v1. */
@NullMarked
package org.geor1.gateway.problems;

import org.jspecify.annotations.NullMarked;
