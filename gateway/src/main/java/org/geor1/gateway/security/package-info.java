/** Who may call what: API keys, the keyless loopback mode, cross-site protection. */
@NullMarked
package org.geor1.gateway.security;

import org.jspecify.annotations.NullMarked;
