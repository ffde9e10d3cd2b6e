# fails: weekdays/schedule, weekdays/never-two
# Half past three by the controller's clock, which is UTC; and the policy that lets runs overlap.
kubectl create cronjob report -n batch --image=busybox:1.36 --schedule='30 3 * * 1-5' -- date
