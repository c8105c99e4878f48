"""What the page “Who could this be?” is judged by: people, sentences, contacts and ordinary prose."""
