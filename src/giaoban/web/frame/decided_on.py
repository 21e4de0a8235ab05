"""Is it decided on the result that was read, or has another one been handed in since?"""

from django import forms


class DecidedForm(forms.Form):
    """Carries the revision of the task that its page shows; without one nothing is compared."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def read_again(self, revision: int) -> None:
        """Keep what was typed, for the task as it is shown now."""
        typed = self.data.copy()
        typed["seen"] = str(revision)
        self.data = typed
