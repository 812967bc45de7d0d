/** What runs ask about, and in which words. */
@NullMarked
package org.geor1.trainer.source;

import org.jspecify.annotations.NullMarked;
