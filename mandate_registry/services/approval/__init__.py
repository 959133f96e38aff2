"""What an approver needs: the plan as it is shown, what stands in its way, and who gains."""
