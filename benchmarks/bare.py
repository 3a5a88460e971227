"""A bare PySide6 window, painted once: what every start is compared with."""

import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    def paintEvent(self, _event: QPaintEvent) -> None:
        sys.stdout.write("painted\n")
        sys.stdout.flush()
        QApplication.exit(0)


def main() -> None:
    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1320, 820)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
