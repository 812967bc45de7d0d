/** Reads where a photo was taken out of what models really answer, and finds that place on the Earth. */
@NullMarked
package org.geor1.gazetteer.answer;

import org.jspecify.annotations.NullMarked;
