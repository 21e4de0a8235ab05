"""What people do with meetings: plan, invite, hold, vote, conclude, write up."""
