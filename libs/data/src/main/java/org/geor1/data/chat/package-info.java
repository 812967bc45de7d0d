/** Datasets of conversations about pictures. */
@NullMarked
package org.geor1.data.chat;

import org.jspecify.annotations.NullMarked;
