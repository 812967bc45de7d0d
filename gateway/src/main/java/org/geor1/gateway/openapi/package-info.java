/** The OpenAPI document, generated from what the server does. */
@NullMarked
package org.geor1.gateway.openapi;

import org.jspecify.annotations.NullMarked;
