"""The browser tests' own rules, each shown to bite."""

from .browser import violations


def test_failed_answer_is_noted(page, browser_faults):
    page.goto("/healthz?q=%00")
    assert page.title() == "Yêu cầu không đọc được · Cổng OCOP Cao Bằng"
    [fault] = browser_faults
    assert "400 (Bad Request)" in fault
    browser_faults.clear()


def test_request_to_a_stranger_is_stopped_and_noted(page, browser_faults):
    page.goto("/healthz")
    outcome = page.evaluate(
        "fetch('https://cdn.example.com/a.js').then(() => 'sent', () => 'refused')"
    )
    assert outcome == "refused"
    assert any("cdn.example.com" in fault for fault in browser_faults)
    browser_faults.clear()


def test_inline_script_is_stopped_by_the_policy(page, browser_faults):
    page.goto("/khong-co-trang-nay/")
    browser_faults.clear()
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.ran = true'; document.body.append(s); }"
    )
    assert page.evaluate("window.ran") is None
    [fault] = browser_faults
    assert "Content Security Policy" in fault
    browser_faults.clear()


def test_axe_looks_at_the_page(page, browser_faults):
    page.goto("/healthz?q=%00")
    assert violations(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")
    [found] = violations(page)
    assert found.startswith("html-has-lang: ")
    browser_faults.clear()
