/** Claims held against the metadata of a photo and the gazetteer. */
@NullMarked
package org.geor1.factcheck.check;

import org.jspecify.annotations.NullMarked;
