/** What every service's HTTP edge shares: error codes and bodies, the token between services, clients of one another. */
@NullMarked
package org.geor1.web;

import org.jspecify.annotations.NullMarked;
