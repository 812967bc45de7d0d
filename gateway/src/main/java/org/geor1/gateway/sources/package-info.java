/** What the gateway knows of the worlds that models see. */
@NullMarked
package org.geor1.gateway.sources;

import org.jspecify.annotations.NullMarked;
