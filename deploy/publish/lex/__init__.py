"""Publishing the compiled bot to Lex V2: observe, plan, apply, and the ways back."""
