/** Ways of datasets between a disk and a running platform. */
@NullMarked
package org.geor1.local.dataset;

import org.jspecify.annotations.NullMarked;
