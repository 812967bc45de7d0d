package org.geor1.gateway.security;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a browser trade an API key for a same-origin cookie that scripts cannot read. */
@Tag(name = "session")
@RestController
@RequestMapping("/api/v1/session")
class SessionController {
    private final SecurityProperties security;
    private final BrowserSessions sessions;

    SessionController(SecurityProperties security, BrowserSessions sessions) {
        this.security = security;
        this.sessions = sessions;
    }

    /**
     * The key comes in the Authorization header, as with every other request, so no body is read for a caller without a
     * key.
     */
    @Operation(summary = "Trade an API key for a cookie", security = @SecurityRequirement(name = "bearer"))
    @ApiResponse(responseCode = "204", description = "The cookie is set", content = @Content)
    @PostMapping
    ResponseEntity<Void> signIn(@Parameter(hidden = true) Principal caller, HttpServletRequest request) {
        if (security.keyless()) {
            return ResponseEntity.noContent().build();
        }
        if (!caller.getName().equals(CallerFilter.BY_KEY)) {
            // A cookie must not buy a new cookie, or a stolen one would last for ever.
            throw new ApiException(
                    ErrorCode.UNAUTHENTICATED, "Signing in needs the key: 'Authorization: Bearer <key>'.");
        }
        return cookie(sessions.issue(), sessions.lifetime(), request);
    }

    @Operation(summary = "Sign out")
    @ApiResponse(responseCode = "204", description = "The cookie is gone", content = @Content)
    @DeleteMapping
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        return cookie("", Duration.ZERO, request);
    }

    private static ResponseEntity<Void> cookie(String value, Duration age, HttpServletRequest request) {
        ResponseCookie cookie = ResponseCookie.from(BrowserSessions.COOKIE, value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/")
                .maxAge(age)
                .build();
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }
}
