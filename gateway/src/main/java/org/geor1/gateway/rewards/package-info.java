/** The reward service's scorers, for everybody who may call the gateway. */
@NullMarked
package org.geor1.gateway.rewards;

import org.jspecify.annotations.NullMarked;
