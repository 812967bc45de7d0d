/** What commands about datasets share: naming one, refusing what cannot be read, and printing what was found. */
@NullMarked
package org.geor1.local.cli.dataset;

import org.jspecify.annotations.NullMarked;
