INSERT INTO sasync.unsummarised (account_id) VALUES ($1) ON CONFLICT (account_id) DO NOTHING
