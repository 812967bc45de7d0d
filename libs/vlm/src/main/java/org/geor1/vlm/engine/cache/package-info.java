/** What the engine holds in memory between steps: keys and values of prefixes, features of images, and their budget. */
@NullMarked
package org.geor1.vlm.engine.cache;

import org.jspecify.annotations.NullMarked;
