/** What services say to each other and to their callers: requests, responses and their validation. */
@NullMarked
package org.geor1.protocol;

import org.jspecify.annotations.NullMarked;
