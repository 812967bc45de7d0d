package org.geor1.gateway.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.geor1.gateway.problems.ApiException;
import org.geor1.gateway.problems.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a browser trade an API key for a same-origin cookie that scripts cannot read. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {
    private final SecurityProperties security;
    private final ApiKeys keys;
    private final BrowserSessions sessions;

    SessionController(SecurityProperties security, BrowserSessions sessions) {
        this.security = security;
        this.keys = new ApiKeys(security.apiKeys());
        this.sessions = sessions;
    }

    record SignIn(String key) {}

    @PostMapping
    ResponseEntity<Void> signIn(@RequestBody SignIn signIn, HttpServletRequest request) {
        if (security.keyless()) {
            return ResponseEntity.noContent().build();
        }
        if (signIn.key() == null || !keys.accepts(signIn.key())) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "This is not a valid API key.");
        }
        return cookie(sessions.issue(), sessions.lifetime(), request);
    }

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
