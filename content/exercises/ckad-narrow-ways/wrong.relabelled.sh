# fails: mend/same
# The clients are changed to suit the policy.
kubectl label namespace @{front} late zone=@{zone}-side --overwrite
kubectl label pods --all -n @{front} app=@{app} --overwrite
