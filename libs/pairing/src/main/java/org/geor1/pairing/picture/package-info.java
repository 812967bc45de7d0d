/** What is known of a picture: its content, its looks, and its file. */
@NullMarked
package org.geor1.pairing.picture;

import org.jspecify.annotations.NullMarked;
