/**
 * Settings as records: each component carries its description, default and bounds as annotations, from which {@link
 * org.geor1.protocol.settings.SettingsReader} reads JSON and {@link org.geor1.protocol.settings.SettingsSchema} describes
 * it.
 */
@NullMarked
package org.geor1.protocol.settings;

import org.jspecify.annotations.NullMarked;
