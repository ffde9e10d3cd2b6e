# fails: levels/restricted, levels/baseline, levels/warns, levels/audits
# Warning is not refusing.
kubectl label namespace @{namespace} pod-security.kubernetes.io/warn=restricted
kubectl label namespace @{other} pod-security.kubernetes.io/warn=baseline
