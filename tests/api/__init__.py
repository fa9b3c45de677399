"""The public interface, asked as a program asks it, on one published world for the whole folder."""
