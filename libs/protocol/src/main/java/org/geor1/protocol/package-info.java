/** What is wrong with a request. What services say to each other and to their callers is in the packages below. */
@NullMarked
package org.geor1.protocol;

import org.jspecify.annotations.NullMarked;
