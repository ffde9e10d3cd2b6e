# fails: pool/red-there, pool/sneaking
# A taint keeps those away who do not know of it: red too, and not blue, who writes a toleration.
kubectl taint node node02 tenant=red:NoSchedule
