"""What Lex V2 takes."""
