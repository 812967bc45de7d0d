/** What a model sees in pictures, apart from any prompt. */
@NullMarked
package org.geor1.vlm.features;

import org.jspecify.annotations.NullMarked;
