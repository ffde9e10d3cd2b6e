# fails: workload/restricted, workload/running, workload/user
# The level is enforced, and nothing comes back any more.
kubectl label namespace @{namespace} pod-security.kubernetes.io/enforce=restricted
